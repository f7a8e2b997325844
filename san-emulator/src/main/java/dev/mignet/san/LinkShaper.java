package dev.mignet.san;

import dev.mignet.nodes.net.Rtnetlink;
import dev.mignet.nodes.net.RtnetlinkBatch;
import java.util.Set;

/**
 * Applies {@link Shaping} to one end of a link; a link is shaped both ways by doing so at each of
 * its ends.
 */
public final class LinkShaper {
  /** GSO_LEGACY_MAX_SIZE: super-packets of at most 64 KB, the kernel's default. */
  private static final int GSO_MAX_SIZE = 65_536;

  /** The qdiscs that Mignet may have put there. */
  private static final Set<String> OURS = Set.of("tbf", "netem", "blackhole");

  private LinkShaper() {}

  /**
   * Shapes what a link sends that is new and was made with this shaping's {@link
   * Shaping#gsoMaxSegments}.
   *
   * @param network of the namespace that the link is in
   */
  public static void shapeNew(RtnetlinkBatch network, String link, Shaping shaping) {
    shaping.tbf().ifPresent(tbf -> network.shape(link, tbf));
  }

  /**
   * Shapes what {@code link} sends, in place of whatever shaping it had; connections made later
   * follow it wholly.
   *
   * @param network of the namespace that the link is in
   * @throws dev.mignet.nodes.linux.KernelException where the kernel refuses, such as one without
   *     TBF
   */
  public static void apply(Rtnetlink network, String link, Shaping shaping) {
    network.gso(link, shaping.gsoMaxSegments(), GSO_MAX_SIZE);
    if (shaping.tbf().isPresent()) {
      network.shape(link, shaping.tbf().get());
    } else if (OURS.contains(network.qdisc(link).kind())) {
      network.unshape(link);
    }
  }
}
