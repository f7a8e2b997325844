package dev.mignet.topology.model;

import dev.mignet.san.Impairments;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * What a topology says of one direction of a wire.
 *
 * @param rate bits per second, over the profile's
 * @param queue packets that may wait to be sent, over the usual number
 */
public record OneWay(OptionalLong rate, OptionalInt queue, Impairments impairments) {

  /** All as the profile has it. */
  public static final OneWay PLAIN =
      new OneWay(OptionalLong.empty(), OptionalInt.empty(), Impairments.NONE);
}
