package dev.mignet.topology.run;

import dev.mignet.san.Direction;
import dev.mignet.san.LinkProfile;
import dev.mignet.san.Profiles;
import dev.mignet.topology.model.OneWay;
import dev.mignet.topology.model.Wire;

/** A wire's profile with what the topology overrides of it. */
public final class WireProfile {

  private WireProfile() {}

  /** Of one direction of the wire, which is of a valid topology, so that it has a profile. */
  public static Direction of(Wire wire, OneWay way) {
    LinkProfile profile =
        Profiles.find(wire.profile())
            .orElseThrow(() -> new IllegalArgumentException("no profile " + wire.profile()));
    if (wire.mtu().isPresent()) {
      profile = profile.withMtu(wire.mtu().getAsInt());
    }
    if (way.rate().isPresent()) {
      profile = profile.withRate(way.rate().getAsLong());
    }
    if (way.queue().isPresent()) {
      profile = profile.withQueue(way.queue().getAsInt());
    }
    return new Direction(profile, way.impairments());
  }
}
