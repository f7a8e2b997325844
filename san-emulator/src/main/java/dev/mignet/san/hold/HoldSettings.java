package dev.mignet.san.hold;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonParseException;
import dev.mignet.nodes.net.MacAddress;
import dev.mignet.nodes.net.NamespaceFiles;
import dev.mignet.san.Direction;
import dev.mignet.san.Impairments;
import dev.mignet.san.LinkProfile;
import dev.mignet.san.WireDirection;
import dev.mignet.san.WireEnd;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.List;

/** The directions whose packets are to be held; a file of JSON. */
public record HoldSettings(List<HoldSettings.Held> directions) {

  private static final Gson GSON = new GsonBuilder().setPrettyPrinting().create();

  /** {@link WireDirection}, flat. */
  record Held(
      WireEnd from,
      WireEnd to,
      List<MacAddress> receivers,
      long bitsPerSecond,
      int frameOverhead,
      int minimumFrame,
      int mtu,
      long delayNanos,
      long jitterNanos,
      double loss,
      double duplicate,
      double reorder,
      double corrupt) {}

  /** Of these. */
  public static HoldSettings of(Collection<WireDirection> directions) {
    return new HoldSettings(directions.stream().map(HoldSettings::held).toList());
  }

  private static Held held(WireDirection wire) {
    LinkProfile profile = wire.direction().profile();
    Impairments impairments = wire.direction().impairments();
    return new Held(
        wire.from(),
        wire.to(),
        wire.receivers(),
        profile.bitsPerSecond(),
        profile.frameOverhead(),
        profile.minimumFrame(),
        profile.mtu(),
        impairments.delay().toNanos(),
        impairments.jitter().toNanos(),
        impairments.loss(),
        impairments.duplicate(),
        impairments.reorder(),
        impairments.corrupt());
  }

  private static WireDirection wire(Held held) {
    LinkProfile profile =
        new LinkProfile(
            "",
            held.bitsPerSecond,
            held.frameOverhead,
            held.minimumFrame,
            held.mtu,
            LinkProfile.USUAL_QUEUE,
            Duration.ZERO);
    Impairments impairments =
        new Impairments(
            Duration.ofNanos(held.delayNanos),
            Duration.ofNanos(held.jitterNanos),
            held.loss,
            held.duplicate,
            held.reorder,
            held.corrupt);
    return new WireDirection(
        held.from, held.to, new Direction(profile, impairments), held.receivers);
  }

  /** The directions. */
  List<WireDirection> wires() {
    return directions.stream().map(HoldSettings::wire).toList();
  }

  /** What the file holds. */
  public String json() {
    return GSON.toJson(this) + '\n';
  }

  /** Takes back what a process that was killed has done for these, where the ends still are. */
  public void forget() {
    wires().stream()
        .map(WireDirection::to)
        .filter(end -> NamespaceFiles.exists(end.namespace()))
        .forEach(HoldQueue::forget);
  }

  /** Reads such a file. */
  public static HoldSettings read(Path file) throws IOException {
    try {
      return GSON.fromJson(Files.readString(file), HoldSettings.class);
    } catch (JsonParseException e) {
      throw new IOException(file + ": " + e.getMessage(), e);
    }
  }
}
