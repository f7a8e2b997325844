package dev.mignet.tcpmig.daemon;

import dev.mignet.nodes.netfilter.PacketQueue;
import dev.mignet.tcpmig.kernel.ClientBytes;
import dev.mignet.tcpmig.kernel.CloseEvents;
import dev.mignet.tcpmig.kernel.Conntrack;
import dev.mignet.tcpmig.kernel.Imposer;
import dev.mignet.tcpmig.kernel.Injector;
import dev.mignet.tcpmig.kernel.SanChannel;
import dev.mignet.tcpmig.kernel.ServerSegments;
import dev.mignet.tcpmig.kernel.SilentSockets;
import dev.mignet.tcpmig.kernel.SocketDiag;

/** All that the packet loop touches outside itself. */
record Edges(
    PacketQueue queue,
    Conntrack conntrack,
    ClientBytes clientBytes,
    SocketDiag diag,
    Injector injector,
    Imposer imposer,
    ServerSegments serverSegments,
    SanChannel san,
    CloseEvents closeEvents,
    SilentSockets silent,
    Journal journal) {}
