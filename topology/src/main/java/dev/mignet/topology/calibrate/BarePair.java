package dev.mignet.topology.calibrate;

import dev.mignet.nodes.net.IpPrefix;
import dev.mignet.nodes.net.NetworkNamespace;
import dev.mignet.nodes.net.Veth;
import dev.mignet.san.Direction;
import dev.mignet.san.Impairments;
import dev.mignet.san.Profiles;
import dev.mignet.san.measure.Floor;
import dev.mignet.san.measure.LinkMeasurement;
import dev.mignet.san.measure.ProbeRoute;
import dev.mignet.topology.doctor.ScratchNode;
import java.net.Inet4Address;

/**
 * Two namespaces of no lab with an unshaped pair of interfaces between them: what this machine
 * itself costs.
 */
final class BarePair implements AutoCloseable {

  private static final String LINK = "v0";
  private static final Inet4Address NEAR = (Inet4Address) IpPrefix.address("192.0.2.1");
  private static final Inet4Address FAR = (Inet4Address) IpPrefix.address("192.0.2.2");
  private static final int PREFIX = 24;

  private final ScratchNode near = new ScratchNode();
  private final ScratchNode far;
  private final int mtu;

  BarePair(int mtu) {
    this.mtu = mtu;
    this.far = farOrNothing();
  }

  private ScratchNode farOrNothing() {
    try {
      return ScratchNode.far();
    } catch (RuntimeException e) {
      near.close();
      throw e;
    }
  }

  Floor floor(LinkMeasurement measurement) {
    NetworkNamespace from = near.namespace();
    NetworkNamespace to = far.namespace();
    from.rtnetlink()
        .addVeth(
            new Veth(
                new Veth.End(LINK, from.fd(), null, mtu, 0),
                new Veth.End(LINK, to.fd(), null, mtu, 0)));
    to.rtnetlink().addAddress(LINK, new IpPrefix(FAR, PREFIX));
    from.rtnetlink().up(LINK);
    to.rtnetlink().up(LINK);
    ProbeRoute route = new ProbeRoute(from, LINK, to, LINK, false, NEAR, FAR);
    Direction bare = new Direction(Profiles.UNSHAPED.withMtu(mtu), Impairments.NONE);
    return measurement.floor(route, bare, mtu);
  }

  @Override
  public void close() {
    far.close();
    near.close();
  }
}
