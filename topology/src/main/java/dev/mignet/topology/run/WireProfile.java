package dev.mignet.topology.run;

import dev.mignet.san.LinkProfile;
import dev.mignet.san.Profiles;
import dev.mignet.topology.model.Wire;

/** A wire's profile with what the topology overrides of it. */
public final class WireProfile {

  private WireProfile() {}

  /** The profile; the wire is of a valid topology, so it has one. */
  public static LinkProfile of(Wire wire) {
    LinkProfile profile =
        Profiles.find(wire.profile())
            .orElseThrow(() -> new IllegalArgumentException("no profile " + wire.profile()));
    if (wire.rate().isPresent()) {
      profile = profile.withRate(wire.rate().getAsLong());
    }
    return wire.mtu().isPresent() ? profile.withMtu(wire.mtu().getAsInt()) : profile;
  }
}
