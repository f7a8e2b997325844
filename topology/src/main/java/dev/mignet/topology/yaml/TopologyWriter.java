package dev.mignet.topology.yaml;

import dev.mignet.nodes.disk.Disk;
import dev.mignet.nodes.net.IpPrefix;
import dev.mignet.nodes.process.ByteSize;
import dev.mignet.topology.model.Cidr;
import dev.mignet.topology.model.Fault;
import dev.mignet.topology.model.GenericEndpoint;
import dev.mignet.topology.model.Interface;
import dev.mignet.topology.model.Lab;
import dev.mignet.topology.model.Lab.Attachment;
import dev.mignet.topology.model.Link;
import dev.mignet.topology.model.Node;
import dev.mignet.topology.model.NodeFile;
import dev.mignet.topology.model.Segment;
import dev.mignet.topology.model.Service;
import dev.mignet.topology.model.Wire;
import dev.mignet.topology.model.Words;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.Yaml;

/**
 * Writes a lab as a topology from which {@link TopologyReader} makes the same lab: with every
 * default filled in and every address and MAC given, so that an edit here moves nothing there.
 */
public final class TopologyWriter {
  private static final int LINE = 140;

  private TopologyWriter() {}

  /** The text of the file. */
  public static String text(Lab lab) {
    Map<String, Object> file = new LinkedHashMap<>();
    file.put("name", lab.name());
    Map<String, Object> nodes = new LinkedHashMap<>();
    lab.nodes().forEach(node -> nodes.put(node.name(), node(lab, node)));
    file.put("nodes", nodes);
    List<Object> links = new ArrayList<>();
    Map<String, Object> networks = new LinkedHashMap<>();
    for (Segment segment : lab.segments()) {
      if (segment instanceof Link) {
        links.add(segment("endpoints", segment));
      } else {
        networks.put(segment.name(), segment("members", segment));
      }
    }
    putUnlessEmpty(file, "links", links);
    putUnlessEmpty(file, "networks", networks);
    Map<String, Object> endpoints = new LinkedHashMap<>();
    lab.endpoints().forEach(endpoint -> endpoints.put(endpoint.name(), endpoint(endpoint)));
    putUnlessEmpty(file, "endpoints", endpoints);
    putUnlessEmpty(file, "faults", lab.faults().stream().map(TopologyWriter::fault).toList());
    file.put("seed", lab.seed());
    DumperOptions options = new DumperOptions();
    options.setDefaultFlowStyle(DumperOptions.FlowStyle.AUTO);
    options.setWidth(LINE);
    options.setSplitLines(false);
    return new Yaml(options).dump(file);
  }

  private static void putUnlessEmpty(Map<String, Object> into, String key, Map<?, ?> value) {
    if (!value.isEmpty()) {
      into.put(key, value);
    }
  }

  private static void putUnlessEmpty(Map<String, Object> into, String key, List<?> value) {
    if (!value.isEmpty()) {
      into.put(key, value);
    }
  }

  private static Map<String, Object> node(Lab lab, Node node) {
    Map<String, Object> keys = new LinkedHashMap<>();
    if (node.forwards()) {
      keys.put("forward", true);
    }
    putUnlessEmpty(
        keys, "services", node.services().stream().map(TopologyWriter::service).toList());
    node.resources().limits().texts().forEach(text -> putQuantity(keys, text));
    node.resources().disk().ifPresent(disk -> keys.put("disk", disk(disk)));
    node.resources().chargeDaemon().ifPresent(charge -> keys.put("charge-daemon", charge));
    putUnlessEmpty(keys, "sysctls", node.sysctls());
    putUnlessEmpty(keys, "env", node.environment());
    putUnlessEmpty(keys, "exec", node.commands().stream().map(Words::join).toList());
    Map<String, Object> files = new LinkedHashMap<>();
    node.files().forEach((name, file) -> files.put(name, file(file)));
    putUnlessEmpty(keys, "files", files);
    Map<String, Object> addresses = new LinkedHashMap<>();
    Map<String, Object> macs = new LinkedHashMap<>();
    for (Attachment attachment : lab.attachmentsOf(node.name())) {
      Interface member = attachment.member();
      addresses.put(member.name(), member.addresses().stream().map(Cidr::toString).toList());
      macs.put(member.name(), member.mac());
    }
    putUnlessEmpty(keys, "addresses", addresses);
    putUnlessEmpty(keys, "macs", macs);
    return keys;
  }

  /** From {@code cpu 25 %}, and {@code pids 99}, which has no unit. */
  private static void putQuantity(Map<String, Object> keys, String text) {
    int space = text.indexOf(' ');
    String value = text.substring(space + 1);
    keys.put(
        text.substring(0, space), value.indexOf(' ') < 0 ? (Object) Long.valueOf(value) : value);
  }

  private static Map<String, Object> disk(Disk disk) {
    Map<String, Object> keys = new LinkedHashMap<>();
    for (String text : disk.texts()) {
      String quantity = text.substring("disk ".length());
      boolean size = Character.isDigit(quantity.charAt(0));
      putQuantity(keys, size ? "size " + quantity : quantity);
    }
    return keys;
  }

  private static Object file(NodeFile file) {
    return file instanceof NodeFile.Text text
        ? text.content()
        : Map.of("from", ((NodeFile.Copy) file).from().toString());
  }

  private static Object service(Service service) {
    Map<String, Object> options = new LinkedHashMap<>();
    service.options().forEach((key, value) -> putNested(options, key, value));
    return options.isEmpty() ? service.kind() : Map.of(service.kind(), options);
  }

  /** An option of a mapping within has a dotted key. */
  @SuppressWarnings("unchecked") // only such maps are put here
  private static void putNested(Map<String, Object> into, String key, String value) {
    int dot = key.indexOf('.');
    if (dot < 0) {
      into.put(key, value);
    } else {
      Object inner = into.computeIfAbsent(key.substring(0, dot), k -> new LinkedHashMap<>());
      putNested((Map<String, Object>) inner, key.substring(dot + 1), value);
    }
  }

  private static Map<String, Object> segment(String membersKey, Segment segment) {
    Map<String, Object> keys = new LinkedHashMap<>();
    keys.put(
        membersKey, segment.members().stream().map(member -> member(segment, member)).toList());
    keys.put("profile", segment.wire().profile());
    directions(keys, segment.wire());
    segment.wire().mtu().ifPresent(mtu -> keys.put("mtu", mtu));
    keys.put("subnet", segment.subnet().toString());
    segment.subnet6().ifPresent(subnet -> keys.put("subnet6", subnet.toString()));
    return keys;
  }

  /** A wire of its own must say all: what it does not say, the network's says. */
  private static Object member(Segment segment, Interface member) {
    Wire wire = segment.wire(member.reference());
    if (wire.equals(segment.wire())) {
      return member.reference();
    }
    Map<String, Object> keys = new LinkedHashMap<>();
    keys.put("port", member.reference());
    keys.put("forward", texts(WireKey.values(wire.forward())));
    keys.put("back", texts(WireKey.values(wire.back())));
    return keys;
  }

  private static void directions(Map<String, Object> keys, Wire wire) {
    Map<String, Object> forward = texts(WireKey.said(wire.forward()));
    Map<String, Object> back = texts(WireKey.said(wire.back()));
    if (forward.equals(back)) {
      keys.putAll(forward);
    } else {
      putUnlessEmpty(keys, "forward", forward);
      putUnlessEmpty(keys, "back", back);
    }
  }

  private static Map<String, Object> texts(Map<WireKey, Object> values) {
    Map<String, Object> texts = new LinkedHashMap<>();
    values.forEach((key, value) -> texts.put(key.key(), WireKey.written(value)));
    return texts;
  }

  /** What texts say, which a fault keeps. */
  private static Map<String, Object> written(Map<String, String> texts) {
    Map<String, Object> keys = new LinkedHashMap<>();
    texts.forEach(
        (key, text) ->
            WireKey.find(key)
                .ifPresent(known -> keys.put(key, WireKey.written(known.parse(text)))));
    return keys;
  }

  private static Map<String, Object> endpoint(GenericEndpoint endpoint) {
    Map<String, Object> keys = new LinkedHashMap<>();
    keys.put("address", IpPrefix.text(endpoint.address()));
    keys.put("port", endpoint.port());
    keys.put("protocol", endpoint.protocol().text());
    keys.put("back-ends", endpoint.backEnds());
    putUnlessEmpty(
        keys,
        "front-end",
        endpoint.frontEnds().stream()
            .map(front -> Map.of("node", front.node(), "to", front.to()))
            .toList());
    keys.put("variant", word(EndpointsSection.VARIANTS, endpoint.variant()));
    keys.put("san", endpoint.san());
    keys.put("checkpoint-memory", ByteSize.text(endpoint.checkpointMemory()));
    putUnlessEmpty(keys, "capacity", new TreeMap<>(endpoint.capacity()));
    keys.put("dead-after", DurationText.text(endpoint.deadAfter()));
    List<Map<String, Object>> policy =
        Stream.concat(
                endpoint.policy().stream().map(TopologyWriter::rule),
                endpoint.idle().stream().map(TopologyWriter::rule))
            .toList();
    putUnlessEmpty(keys, "policy", policy);
    keys.put("mechanism", endpoint.mechanism().text());
    return keys;
  }

  private static Map<String, Object> rule(GenericEndpoint.UrlRule rule) {
    Map<String, Object> keys = new LinkedHashMap<>();
    keys.put("url", rule.prefix());
    keys.put("migrate-to", rule.migrateTo());
    keys.put("otherwise", word(EndpointsSection.OTHERWISE, rule.otherwise()));
    return keys;
  }

  private static Map<String, Object> rule(GenericEndpoint.IdleRule rule) {
    Map<String, Object> keys = new LinkedHashMap<>();
    keys.put("idle", DurationText.text(rule.after()));
    keys.put("migrate-to", rule.migrateTo());
    keys.put("otherwise", word(EndpointsSection.OTHERWISE, rule.otherwise()));
    return keys;
  }

  private static <T> String word(Map<String, T> words, T meant) {
    return words.entrySet().stream()
        .filter(entry -> entry.getValue().equals(meant))
        .findFirst()
        .orElseThrow()
        .getKey();
  }

  private static Map<String, Object> fault(Fault fault) {
    Map<String, Object> keys = new LinkedHashMap<>();
    keys.put("at", DurationText.text(fault.at()));
    if (!fault.within().isZero()) {
      keys.put("within", DurationText.text(fault.within()));
    }
    if (!fault.lasting().isZero()) {
      keys.put("for", DurationText.text(fault.lasting()));
    }
    if (fault.effect() instanceof Fault.SetLink link) {
      keys.put("link", link.reference());
      keys.put("state", link.up() ? "up" : "down");
    } else if (fault.effect() instanceof Fault.ImpairLink link) {
      keys.put("link", link.reference());
      if (link.forward().equals(link.back())) {
        keys.putAll(written(link.forward()));
      } else {
        putUnlessEmpty(keys, "forward", written(link.forward()));
        putUnlessEmpty(keys, "back", written(link.back()));
      }
    } else if (fault.effect() instanceof Fault.Kill kill) {
      keys.put("kill", Map.of("node", kill.node(), "service", kill.service()));
    }
    return keys;
  }
}
