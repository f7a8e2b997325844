package dev.mignet.topology.model;

import java.util.OptionalInt;

/**
 * How a wire behaves: a profile and what the file overrides of it.
 *
 * @param profile a name that {@code dev.mignet.san.Profiles} knows
 * @param mtu bytes of IP packet, over the profile's
 * @param forward from a link's first end to its second, from a network's member to the switch
 * @param back the other way
 */
public record Wire(String profile, OptionalInt mtu, OneWay forward, OneWay back) {

  /** Whether anything is to go wrong on it. */
  public boolean isImpaired() {
    return !forward.impairments().isNone() || !back.impairments().isNone();
  }

  /** The same wire with other directions. */
  public Wire with(OneWay newForward, OneWay newBack) {
    return new Wire(profile, mtu, newForward, newBack);
  }
}
