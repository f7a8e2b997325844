package dev.mignet.apache.trace;

import dev.mignet.apache.capture.CaptureFile;
import dev.mignet.apache.capture.CapturedMessage;
import dev.mignet.apache.capture.Frame;
import dev.mignet.tcpmig.san.SanMessage;
import dev.mignet.tcpmig.wire.FlowKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What was captured at some nodes, and what their daemons told.
 *
 * @param frames of each node
 * @param changes in the order of time
 */
record Recording(Map<String, List<Frame>> frames, List<StateChange> changes) {

  private static final String CAPTURE = ".pcapng";
  private static final String EVENTS = ".jsonl";

  /**
   * Reads captures ({@code NODE.pcapng}, or with interfaces that are called {@code NODE:INTERFACE})
   * and event logs ({@code *.jsonl}); of a folder all that are in it.
   */
  static Recording read(List<Path> paths) throws IOException {
    Map<String, List<Frame>> frames = new LinkedHashMap<>();
    List<StateChange> changes = new ArrayList<>();
    for (Path path : paths) {
      for (Path file : files(path)) {
        if (file.toString().endsWith(EVENTS)) {
          changes.addAll(StateChange.read(file));
        } else {
          read(file, frames);
        }
      }
    }
    changes.sort(Comparator.comparingLong(StateChange::nanos));
    return new Recording(frames, changes);
  }

  private static List<Path> files(Path path) throws IOException {
    if (!Files.isDirectory(path)) {
      return List.of(path);
    }
    try (Stream<Path> inside = Files.list(path)) {
      return inside
          .filter(file -> file.toString().endsWith(CAPTURE) || file.toString().endsWith(EVENTS))
          .sorted()
          .toList();
    }
  }

  private static void read(Path file, Map<String, List<Frame>> frames) throws IOException {
    String name = String.valueOf(file.getFileName());
    String fileNode = name.endsWith(CAPTURE) ? name.substring(0, name.length() - 7) : name;
    for (Frame frame : CaptureFile.read(file)) {
      int colon = frame.device().indexOf(':');
      String node = colon < 0 ? fileNode : frame.device().substring(0, colon);
      frames.computeIfAbsent(node, key -> new ArrayList<>()).add(frame);
    }
  }

  /** The connections that a migration was begun of, the one that was first first. */
  List<FlowKey> migrated() {
    Map<FlowKey, Long> first = new HashMap<>();
    frames.values().stream()
        .flatMap(List::stream)
        .flatMap(frame -> CapturedMessage.of(frame).stream())
        .filter(captured -> captured.message() instanceof SanMessage.Syn)
        .forEach(captured -> first.merge(captured.message().flow(), captured.nanos(), Math::min));
    return first.entrySet().stream()
        .sorted(Map.Entry.comparingByValue())
        .map(Map.Entry::getKey)
        .toList();
  }

  /** All packets of a connection, and the datagrams about it, in the order of time. */
  List<Journey> journeys(FlowKey flow) {
    Map<Object, Journey> journeys = new LinkedHashMap<>();
    Set<String> san = sanDevices();
    frames.forEach(
        (node, captured) ->
            captured.forEach(
                frame -> {
                  boolean onSan = san.contains(node + ' ' + frame.device());
                  var sighting = new Journey.Sighting(frame.nanos(), node, onSan);
                  add(journeys, frame, flow, sighting);
                }));
    return journeys.values().stream().sorted(Comparator.comparingLong(Journey::nanos)).toList();
  }

  private static void add(
      Map<Object, Journey> journeys, Frame frame, FlowKey flow, Journey.Sighting sighting) {
    Segment.of(frame, flow)
        .ifPresent(
            segment ->
                journeys.computeIfAbsent(segment, key -> new Journey(segment)).add(sighting));
    List<SanMessage> messages =
        CapturedMessage.of(frame).stream()
            .map(CapturedMessage::message)
            .filter(message -> message.flow().equals(flow))
            .toList();
    if (!messages.isEmpty()) {
      // From its IP header's identification and addresses on, but without the time to live.
      Object datagram =
          List.of(frame.bytes().getInt(18), frame.bytes().getLong(26), messages.size());
      journeys.computeIfAbsent(datagram, key -> new Journey(messages)).add(sighting);
    }
  }

  /** Node and device, of every interface that the protocol was spoken on. */
  private Set<String> sanDevices() {
    Set<String> devices = new HashSet<>();
    frames.forEach(
        (node, captured) ->
            captured.stream()
                .filter(frame -> !CapturedMessage.of(frame).isEmpty())
                .forEach(frame -> devices.add(node + ' ' + frame.device())));
    return devices;
  }
}
