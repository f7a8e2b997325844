#!/bin/bash
# A lab of N nodes on one switch by a program for each step, as scripts for ip-netns(8) are written.
# Says "up" when it is there; takes it down when a line comes, and says "down".
set -e
nodes=$1
shape() { # NAMESPACE DEVICE: ethernet-100
  tc -n "$1" qdisc replace dev "$2" root tbf rate 100mbit burst 4687 limit 151400 overhead 24 mpu 84
}
new() { # NAMESPACE: without IPv6, which would have every node talk to all others
  ip netns add "$1"
  ip netns exec "$1" sysctl -q -w net.ipv6.conf.all.disable_ipv6=1 net.ipv6.conf.default.disable_ipv6=1
}

new switch
ip -n switch link add br0 type bridge
ip -n switch link set br0 up
for ((i = 1; i <= nodes; i++)); do
  mac=$(printf '02:00:00:01:%02x:%02x' $((i / 256)) $((i % 256)))
  new "n$i"
  ip -n switch link add "port$i" mtu 1500 gso_max_segs 1 type veth \
    peer name eth0 netns "n$i" address "$mac" mtu 1500 gso_max_segs 1
  shape switch "port$i"
  ip -n switch link set "port$i" master br0 up
  ip -n "n$i" link set lo up
  ip -n "n$i" addr add "10.9.$((i / 250)).$((i % 250 + 1))/16" dev eth0
  shape "n$i" eth0
  ip -n "n$i" link set eth0 up
done
echo up
read -r _
for ((i = 1; i <= nodes; i++)); do
  ip netns del "n$i"
done
ip netns del switch
echo down
