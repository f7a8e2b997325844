package dev.mignet.topology.yaml;

import dev.mignet.topology.model.Fault;
import dev.mignet.topology.model.GenericEndpoint;
import dev.mignet.topology.model.Lab;
import dev.mignet.topology.model.Segment;
import dev.mignet.topology.spi.LabException;
import dev.mignet.topology.yaml.FilesKey.Sources;
import java.io.IOException;
import java.io.Reader;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Reads a topology: syntax, structure, references, addresses; every problem reported at once. */
public final class TopologyReader {

  private static final int DEFAULT_SEED = 1;
  private static final int MOST_SEED = 999_999_999;

  private final Catalogue catalogue;

  /** A reader that knows these profiles and services. */
  public TopologyReader(Catalogue catalogue) {
    this.catalogue = catalogue;
  }

  /**
   * Reads a file.
   *
   * @throws InvalidTopologyException with every problem of the file
   * @throws LabException where the file cannot be read
   */
  public Lab read(Path file) {
    return read(file, new Sources(folderOf(file), true));
  }

  /**
   * The name of the lab that a file describes, without reading more of it than that takes; empty
   * where only {@link #read(Path)} can tell what is wrong.
   */
  public static Optional<String> nameIn(Path file) {
    try (Reader text = Files.newBufferedReader(file)) {
      return YamlDocument.textOf(text, "name").filter(name -> Names.problemOf(name).isEmpty());
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /**
   * Reads the copy of a topology that a lab was made from.
   *
   * @param source where the topology itself was, and may be no more
   * @throws InvalidTopologyException with every problem of the file
   * @throws LabException where the copy cannot be read
   */
  public Lab readCopy(Path copy, Path source) {
    return read(copy, new Sources(folderOf(source), false));
  }

  private static Path folderOf(Path file) {
    return Objects.requireNonNullElse(file.toAbsolutePath().getParent(), Path.of("/"));
  }

  private Lab read(Path file, Sources sources) {
    try {
      return read(file.toString(), Files.readString(file), sources);
    } catch (CharacterCodingException e) {
      throw new InvalidTopologyException(
          List.of(new Problem(file.toString(), 1, 1, "", "not YAML: not text in UTF-8")));
    } catch (NoSuchFileException e) {
      throw new LabException("no file " + file, e);
    } catch (IOException e) {
      throw new LabException("cannot read " + file + ": " + e.getMessage(), e);
    }
  }

  /**
   * Reads a text.
   *
   * @param name of the file, for the problems; what the text says of other files is relative to it
   * @throws InvalidTopologyException with every problem of the text
   */
  public Lab read(String name, String text) {
    return read(name, text, new Sources(folderOf(Path.of(name)), true));
  }

  private Lab read(String name, String text, Sources sources) {
    Problems problems = new Problems(name);
    Lab lab =
        YamlDocument.parse(text, problems)
            .map(document -> read(document, sources, problems))
            .orElse(new Lab("", List.of(), List.of(), List.of(), List.of(), DEFAULT_SEED));
    problems.throwIfAny();
    return lab;
  }

  private Lab read(YamlValue document, Sources sources, Problems problems) {
    YamlObject object = document.object(Shape.LAB);
    String name = object.required("name").map(TopologyReader::labName).orElse("");
    Optional<YamlObject> defaults =
        object.get("defaults").map(value -> value.object(Shape.DEFAULTS));
    Map<String, NodeDraft> nodes = new NodesSection(catalogue, sources, defaults).read(object);
    List<SegmentDraft> drafts =
        new SegmentsSection(catalogue, nodes.keySet(), defaults).read(object);
    EndpointsSection endpointsSection = new EndpointsSection(nodes, drafts, problems);
    List<GenericEndpoint> endpoints = endpointsSection.read(object);
    MacAssignment macs =
        new MacAssignment(name, byInterface(nodes, NodeDraft::macs, drafts, problems), problems);
    AddressAssignment ipv4 =
        new AddressAssignment(
            Numbering.IPV4,
            problems,
            byInterface(nodes, NodeDraft::addresses, drafts, problems),
            endpointsSection.addresses());
    AddressAssignment ipv6 =
        new AddressAssignment(
            Numbering.IPV6,
            problems,
            byInterface(nodes, NodeDraft::addresses6, drafts, problems),
            endpointsSection.addresses());
    List<Segment> segments =
        new SegmentAssembly(ipv4.assign(drafts), ipv6.assign(drafts), macs, problems)
            .assemble(drafts);
    endpointsSection.checkIpv6(segments);
    List<Fault> faults = new FaultsSection(nodes, drafts, endpoints).read(object);
    int seed = object.get("seed").map(v -> v.integer(0, MOST_SEED).orElse(0)).orElse(DEFAULT_SEED);
    return new Lab(
        name,
        nodes.values().stream().map(NodeDraft::node).toList(),
        segments,
        endpoints,
        faults,
        seed);
  }

  private static String labName(YamlValue value) {
    String name = value.text().orElse("");
    if (!name.isEmpty()) {
      Names.problemOf(name).ifPresent(value::problem);
    }
    return name;
  }

  /** What nodes say of interfaces, by {@code node:interface}. */
  private static <T> Map<String, Placed<T>> byInterface(
      Map<String, NodeDraft> nodes,
      Function<NodeDraft, Map<String, Placed<T>>> said,
      List<SegmentDraft> drafts,
      Problems problems) {
    Set<String> wired =
        drafts.stream()
            .flatMap(draft -> draft.members().stream())
            .map(SegmentDraft.Member::reference)
            .collect(Collectors.toSet());
    Map<String, Placed<T>> all = new LinkedHashMap<>();
    nodes.forEach(
        (node, draft) ->
            said.apply(draft)
                .forEach(
                    (interfaceName, one) -> {
                      String reference = node + ':' + interfaceName;
                      if (!wired.contains(reference)) {
                        problems.add(one.place(), "no link or network has \"" + reference + '"');
                      }
                      all.put(reference, one);
                    }));
    return all;
  }
}
