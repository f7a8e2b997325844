package dev.mignet.topology.plan;

import dev.mignet.topology.model.Interface;
import java.net.InetAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** How each kind of action is changed or taken back in a lab that is up. */
final class Undoing {
  /** In the order in which they are taken back. */
  private static final List<Class<? extends Action>> ORDER =
      List.of(
          Action.StartDaemon.class,
          Action.StartService.class,
          Action.ImpairWires.class,
          Action.MapConnections.class,
          Action.AddRoutes.class,
          Action.AssignAddresses.class,
          Action.SetSysctls.class,
          Action.ConnectNodes.class,
          Action.ConnectToSwitch.class,
          Action.CreateSwitch.class,
          Action.LimitNode.class,
          Action.CreateNode.class);

  private static final Set<Class<? extends Action>> DONE_AGAIN =
      Set.of(
          Action.MapConnections.class,
          Action.AddRoutes.class,
          Action.AssignAddresses.class,
          Action.SetSysctls.class,
          Action.ShapeWire.class,
          Action.ImpairWires.class,
          Action.LimitNode.class);

  /** The first words of steps' names, and of the names of the steps that undo them. */
  private static final Map<String, String> OPPOSITES =
      Map.of(
          "impair", "mend",
          "create", "remove",
          "connect", "disconnect",
          "limit", "unlimit",
          "set", "reset",
          "assign", "remove",
          "add", "remove",
          "start", "stop");

  private Undoing() {}

  /** A number that is lower for what must be taken back earlier. */
  static int place(Action action) {
    return ORDER.indexOf(action.getClass());
  }

  /**
   * Whether it can be taken back for good, or is with the wire that it is of. All else is changed
   * only with its node, which is then made anew: a daemon, which leaves rules in its namespace, and
   * whatever is not named here.
   */
  static boolean isPossible(Action action) {
    return action instanceof Action.ShapeWire
        || (place(action) >= 0 && !(action instanceof Action.StartDaemon));
  }

  /** Whether it can be done only before there is anything else of its node. */
  static boolean needsNewNode(Action action) {
    return action instanceof Action.MakeDisk;
  }

  /** Whether it may be stopped where it is to be started again at once. */
  static boolean isRestart(Action action) {
    return action instanceof Action.StartDaemon;
  }

  /**
   * The traits that what was made can be told while it goes on ({@link Action.Again}): a daemon its
   * policy.
   */
  static Set<String> told(Action action) {
    return action instanceof Action.StartDaemon ? Set.of("policy", "idle") : Set.of();
  }

  /** Whether it can be done over what was made by another of its kind ({@link Action.Again}). */
  static boolean canBeDoneAgain(Action action) {
    return DONE_AGAIN.contains(action.getClass());
  }

  /** The name of the step that undoes the one of this name. */
  static String name(String step) {
    int space = step.indexOf(' ');
    String verb = step.substring(0, space);
    return OPPOSITES.getOrDefault(verb, "un" + verb) + step.substring(space);
  }

  /**
   * What must be taken back before an action is done again.
   *
   * @param before the action whose outcome is there
   * @param now what is to be done over it
   */
  static Optional<Action> surplus(Action before, Action now) {
    if (before instanceof Action.LimitNode old) {
      return Optional.of(old); // the kernel does not take every limit over every other
    } else if (before instanceof Action.MapConnections old) {
      return Optional.of(old); // what a number means may have changed
    } else if (before instanceof Action.SetSysctls old && now instanceof Action.SetSysctls set) {
      Set<String> kept = set.sysctls().stream().map(Sysctl::key).collect(Collectors.toSet());
      List<Sysctl> surplus = old.sysctls().stream().filter(s -> !kept.contains(s.key())).toList();
      return some(surplus, new Action.SetSysctls(old.node(), surplus));
    } else if (before instanceof Action.AddRoutes old && now instanceof Action.AddRoutes add) {
      Set<Object> kept = add.routes().stream().map(Route::destination).collect(Collectors.toSet());
      List<Route> surplus =
          old.routes().stream().filter(route -> !kept.contains(route.destination())).toList();
      return some(surplus, new Action.AddRoutes(old.node(), surplus));
    } else if (before instanceof Action.AssignAddresses old
        && now instanceof Action.AssignAddresses assign) {
      return addresses(old, assign);
    }
    return Optional.empty();
  }

  /** Not those of interfaces that are there no more: they went with their wires. */
  private static Optional<Action> addresses(
      Action.AssignAddresses old, Action.AssignAddresses now) {
    List<Interface> moved =
        old.interfaces().stream()
            .filter(
                i ->
                    now.interfaces().stream()
                        .anyMatch(
                            n -> n.name().equals(i.name()) && !n.addresses().equals(i.addresses())))
            .toList();
    List<InetAddress> virtual =
        old.virtual().stream().filter(address -> !now.virtual().contains(address)).toList();
    return moved.isEmpty() && virtual.isEmpty()
        ? Optional.empty()
        : Optional.of(new Action.AssignAddresses(old.node(), moved, virtual));
  }

  private static Optional<Action> some(List<?> surplus, Action action) {
    return surplus.isEmpty() ? Optional.empty() : Optional.of(action);
  }
}
