package dev.mignet.san;

import static dev.mignet.san.LinkProfile.USUAL_QUEUE;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** The links that Mignet knows by name. */
public final class Profiles {
  /**
   * 100BASE-TX, full duplex (IEEE 802.3 clauses 4 and 24): a frame costs 8 bytes of preamble, 4 of
   * FCS and 12 of gap beyond header and payload, and at least 84 in all. TCP with timestamps gets
   * 1448/1538 of 100 Mb/s: 94.15 Mb/s.
   */
  public static final LinkProfile ETHERNET_100 =
      new LinkProfile("ethernet-100", 100_000_000, 24, 84, 1500, USUAL_QUEUE, Duration.ZERO);

  /**
   * Myrinet with PCI64B cards (133 MHz processor, those of the paper) under GM: 240 MB/s one way
   * for large messages and 8.5 us for a short one, as Myricom published for GM 1.6.4 in April 2003.
   * What GM spends on a packet is in that figure, so no overhead is added. The wire limits no
   * packet's length; 9000 bytes is Mignet's choice, that of Ethernet's jumbo frames.
   */
  public static final LinkProfile MYRINET_PCI64B = myrinet("myrinet-pci64b", 240, 8_500);

  /**
   * Myrinet with PCI64C cards (200 MHz): 246 MB/s and 6.7 us; otherwise as {@link #MYRINET_PCI64B}.
   */
  public static final LinkProfile MYRINET_PCI64C = myrinet("myrinet-pci64c", 246, 6_700);

  /** A bare veth pair: as fast as the machine. */
  public static final LinkProfile UNSHAPED =
      new LinkProfile("unshaped", LinkProfile.UNLIMITED, 0, 0, 1500, USUAL_QUEUE, Duration.ZERO);

  private static final List<LinkProfile> ALL =
      List.of(ETHERNET_100, MYRINET_PCI64B, MYRINET_PCI64C, UNSHAPED);

  private Profiles() {}

  /** The profile of this name, if there is one. */
  public static Optional<LinkProfile> find(String name) {
    return ALL.stream().filter(profile -> profile.name().equals(name)).findFirst();
  }

  /** Every name, sorted. */
  public static Set<String> names() {
    return ALL.stream().map(LinkProfile::name).collect(Collectors.toCollection(TreeSet::new));
  }

  private static LinkProfile myrinet(String name, int megabytesPerSecond, int latencyNanos) {
    return new LinkProfile(
        name,
        megabytesPerSecond * 8_000_000L,
        0,
        0,
        9000,
        USUAL_QUEUE,
        Duration.ofNanos(latencyNanos));
  }
}
