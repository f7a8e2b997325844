package dev.mignet.topology.plan;

import dev.mignet.nodes.net.IpPrefix;
import dev.mignet.topology.model.Cidr;
import dev.mignet.topology.model.GenericEndpoint;
import dev.mignet.topology.model.Interface;
import dev.mignet.topology.model.Lab;
import dev.mignet.topology.model.Service;
import dev.mignet.topology.model.Wire;
import dev.mignet.topology.yaml.WireKey;
import java.lang.reflect.RecordComponent;
import java.net.InetAddress;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * All of a lab that the outcome of an action depends on, name to value, both as text: where they
 * are the same, the outcome is. Records are taken apart by their components, so that a new one is
 * seen here without being named.
 */
final class Traits {
  private static final String ENVIRONMENT = "environment";

  /** Characters of a value that are shown; a file's content may be long. */
  private static final int MOST = 80;

  private final Map<String, String> traits = new LinkedHashMap<>();

  private Traits() {}

  static Map<String, String> of(Lab lab, Action action) {
    Traits traits = new Traits();
    traits.collect(lab, action);
    return traits.traits;
  }

  private void collect(Lab lab, Action action) {
    if (action instanceof Action.LimitNode limit) {
      put("limits", limit.limits().texts());
    } else if (action instanceof Action.MakeDisk make) {
      put("disk", make.disk().texts());
    } else if (action instanceof Action.CreateSwitch create) {
      put("name", create.network().name());
    } else if (action instanceof Action.ConnectNodes connect) {
      ends(connect.link().members());
    } else if (action instanceof Action.ConnectToSwitch connect) {
      put("network", connect.network().name());
      put("port", connect.port());
      ends(List.of(connect.member()));
    } else if (action instanceof Action.ShapeWire shape) {
      Wire wire = shape.wire();
      put("profile", wire.profile());
      put("MTU", wire.mtu());
      if (wire.forward().equals(wire.back())) {
        put("both ways", WireKey.texts(wire.forward()));
      } else {
        put("forward", WireKey.texts(wire.forward()));
        put("back", WireKey.texts(wire.back()));
      }
    } else if (action instanceof Action.SetSysctls set) {
      set.sysctls().forEach(sysctl -> put(sysctl.key(), sysctl.value()));
    } else if (action instanceof Action.AssignAddresses assign) {
      assign.interfaces().forEach(i -> put(i.name(), i.addresses()));
      put("lo", assign.virtual());
    } else if (action instanceof Action.AddRoutes add) {
      add.routes().forEach(route -> put("to " + route.destination(), hops(route)));
    } else if (action instanceof Action.StartService start) {
      service(lab, start);
    } else if (action instanceof Action.StartDaemon start) {
      components(DaemonPlan.settings(lab, start.node(), DaemonPlan.Paths.NOWHERE));
      put("charged", lab.node(start.node()).resources().chargesDaemon());
      put(ENVIRONMENT, lab.node(start.node()).environment());
    } else {
      components((Record) action);
    }
  }

  /** Whatever else a segment says is for the steps that shape it and assign addresses. */
  private void ends(List<Interface> interfaces) {
    interfaces.forEach(end -> put("MAC address of " + end.reference(), end.mac()));
  }

  private static List<String> hops(Route route) {
    return route.hops().stream()
        .map(hop -> IpPrefix.text(hop.via()) + " by " + hop.interfaceName())
        .toList();
  }

  private void service(Lab lab, Action.StartService start) {
    Service service = start.service();
    components(service);
    put(ENVIRONMENT, lab.node(start.node()).environment());
    put(
        "endpoints",
        lab.endpointsOf(start.node()).stream().map(GenericEndpoint::authority).toList());
  }

  private void components(Record value) {
    for (RecordComponent component : value.getClass().getRecordComponents()) {
      put(component.getName(), component(value, component));
    }
  }

  private static @Nullable Object component(Record value, RecordComponent component) {
    try {
      return component.getAccessor().invoke(value);
    } catch (ReflectiveOperationException e) {
      throw new LinkageError(e.getMessage(), e); // records of the model are public
    }
  }

  private void put(String name, @Nullable Object value) {
    traits.put(name, text(value));
  }

  private static String text(@Nullable Object value) {
    if (value == null) {
      return "";
    } else if (value instanceof Optional<?> optional) {
      return optional.map(Traits::text).orElse("");
    } else if (value instanceof OptionalLong optional) {
      return optional.isPresent() ? Long.toString(optional.getAsLong()) : "";
    } else if (value instanceof OptionalInt optional) {
      return optional.isPresent() ? Integer.toString(optional.getAsInt()) : "";
    } else if (value instanceof InetAddress address) {
      return IpPrefix.text(address);
    } else if (value instanceof Collection<?> values) {
      return String.join(", ", values.stream().map(Traits::text).toList());
    }
    return value instanceof Record fields && !(value instanceof Cidr)
        ? fields(fields)
        : value.toString();
  }

  private static String fields(Record value) {
    return Stream.of(value.getClass().getRecordComponents())
        .map(component -> text(component(value, component)))
        .collect(Collectors.joining(" "));
  }

  /** What has changed, for people; empty where nothing has. */
  static String difference(Map<String, String> before, Map<String, String> after) {
    Set<String> names = new LinkedHashSet<>(before.keySet());
    names.addAll(after.keySet());
    List<String> changes =
        names.stream()
            .filter(name -> !before.getOrDefault(name, "").equals(after.getOrDefault(name, "")))
            .map(name -> name + ": " + value(before, name) + " -> " + value(after, name))
            .toList();
    return String.join("; ", changes);
  }

  private static String value(Map<String, String> traits, String name) {
    String value = traits.getOrDefault(name, "");
    return value.isEmpty()
        ? "none"
        : value.length() > MOST ? value.substring(0, MOST) + "..." : value;
  }
}
