package dev.mignet.san;

import dev.mignet.nodes.net.Netem;
import dev.mignet.nodes.net.NetworkNamespace;
import java.util.Collection;

/** The kernel's own: a netem qdisc at the end that sends, with the token bucket below it. */
public final class NetemEngine implements LinkEngine {

  /** Its name. */
  public static final String NAME = "netem";

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public void impose(Collection<WireDirection> impaired, Collection<WireDirection> changed) {
    for (WireDirection wire : changed) {
      if (!wire.direction().impairments().isNone()) {
        try (NetworkNamespace namespace = NetworkNamespace.open(wire.from().namespace())) {
          namespace
              .rtnetlink()
              .impair(wire.from().interfaceName(), netem(wire), Shaping.of(wire.direction()).tbf());
        }
      }
    }
  }

  /** What netem is told for this direction. */
  public static Netem netem(WireDirection wire) {
    Impairments impairments = wire.direction().impairments();
    LinkProfile profile = wire.direction().profile();
    boolean timed =
        impairments.storeAndForward() && profile.bitsPerSecond() != LinkProfile.UNLIMITED;
    return new Netem(
        impairments.delay().toNanos(),
        impairments.jitter().toNanos(),
        impairments.loss(),
        impairments.duplicate(),
        impairments.reorder(),
        impairments.corrupt(),
        wire.seed(),
        timed ? profile.bitsPerSecond() / 8 : Netem.NO_RATE,
        profile.frameOverhead());
  }
}
