"""The same lab by Mininet's API: hosts on one Linux bridge, each by a TCLink of 100 Mb/s.

Says "up" when it is there; takes it down when a line comes, and says "down".
"""

import resource
import sys

import mininet.log
import mininet.net
from mininet.link import TCLink
from mininet.nodelib import LinuxBridge
from mininet.topo import Topo

FILES = 16384

# It would rewrite sysctls of the whole machine. Of what it does, this process needs more files only.
mininet.net.fixLimits = lambda: resource.setrlimit(resource.RLIMIT_NOFILE, (FILES, FILES))
mininet.log.setLogLevel("error")


class OneSwitch(Topo):
    """Hosts on one switch."""

    def build(self, nodes):
        switch = self.addSwitch("s1")
        for i in range(1, nodes + 1):
            self.addLink(self.addHost(f"h{i}"), switch, bw=100)


net = mininet.net.Mininet(
    topo=OneSwitch(nodes=int(sys.argv[1])),
    switch=LinuxBridge,
    link=TCLink,
    controller=None,
    autoSetMacs=True,
    ipBase="10.9.0.0/16",
)
net.start()
print("up", flush=True)
sys.stdin.readline()
net.stop()
print("down", flush=True)
