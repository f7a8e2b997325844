#!/bin/bash
# The same lab as forked.sh makes, by ip -batch and tc -batch: two programs a namespace, and two for all of them.
set -e
nodes=$1
shape="root tbf rate 100mbit burst 4687 limit 151400 overhead 24 mpu 84"
each() { # TEXT: for each node, with @ for its number
  for ((i = 1; i <= nodes; i++)); do echo "${1//@/$i}"; done
}
without_ipv6() { # NAMESPACE
  ip netns exec "$1" sysctl -q -w net.ipv6.conf.all.disable_ipv6=1 net.ipv6.conf.default.disable_ipv6=1
}

{ echo "netns add switch"; each "netns add n@"; } | ip -batch -
without_ipv6 switch
for ((i = 1; i <= nodes; i++)); do
  without_ipv6 "n$i"
done
{
  echo "link add br0 type bridge"
  echo "link set br0 up"
  for ((i = 1; i <= nodes; i++)); do
    mac=$(printf '02:00:00:01:%02x:%02x' $((i / 256)) $((i % 256)))
    echo "link add port$i mtu 1500 gso_max_segs 1 type veth peer name eth0 netns n$i address $mac mtu 1500 gso_max_segs 1"
  done
} | ip -n switch -batch -
each "qdisc replace dev port@ $shape" | tc -n switch -batch -
each "link set port@ master br0 up" | ip -n switch -batch -
for ((i = 1; i <= nodes; i++)); do
  echo "qdisc replace dev eth0 $shape" | tc -n "n$i" -batch -
  printf '%s\n' "link set lo up" "addr add 10.9.$((i / 250)).$((i % 250 + 1))/16 dev eth0" "link set eth0 up" |
    ip -n "n$i" -batch -
done
echo up
read -r _
{ each "netns del n@"; echo "netns del switch"; } | ip -batch -
echo down
