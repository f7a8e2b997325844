package dev.mignet.topology.plan;

import dev.mignet.topology.model.Lab;
import dev.mignet.topology.plan.Actual.Made;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The way from what exists to what is wanted. A wanted step is <em>due</em> where nothing was made
 * by it yet, where what it depends on has changed ({@link Traits}), or where what it is about is
 * made anew. First all is undone that is not wanted, or not as it is, one after the other; then the
 * due steps are done.
 */
final class Difference {
  private final Lab lab;
  private final Map<String, Step> wanted = new LinkedHashMap<>();
  private final Map<String, List<Made>> existing = new LinkedHashMap<>();
  private final Actual actual;

  /** The steps that are due, and why. */
  private final Map<String, String> due = new HashMap<>();

  private final List<Step> steps = new ArrayList<>();

  private Difference(Lab lab, List<Step> wanted, Actual actual) {
    this.lab = lab;
    this.actual = actual;
    wanted.forEach(step -> this.wanted.put(step.name(), step));
    Stream.concat(actual.made().stream(), actual.doubtful().stream())
        .forEach(
            made -> existing.computeIfAbsent(made.step().name(), n -> new ArrayList<>()).add(made));
  }

  /**
   * The steps to take.
   *
   * @param wanted all that make the lab from nothing
   */
  static List<Step> between(Actual actual, Lab lab, List<Step> wanted) {
    if (actual.isNothing()) {
      return wanted;
    }
    Difference difference = new Difference(lab, wanted, actual);
    difference.findDue();
    difference.undoSteps();
    difference.doSteps();
    return difference.steps;
  }

  private void findDue() {
    int before;
    do {
      before = due.size();
      for (Step step : wanted.values()) {
        if (!due.containsKey(step.name())) {
          whyDue(step).ifPresent(why -> makeDue(step, why));
        }
      }
      for (List<Made> made : existing.values()) {
        Step step = made.get(0).step();
        if (!wanted.containsKey(step.name()) && !Undoing.isPossible(step.action())) {
          makeNodeDue(step, "it has no \"" + step.name() + "\" any more");
        }
      }
    } while (due.size() > before);
  }

  private Optional<String> whyDue(Step step) {
    List<Made> before = existing.getOrDefault(step.name(), List.of());
    if (before.isEmpty()) {
      return Optional.of(step.reason());
    } else if (actual.doubtful().contains(before.get(0))) {
      return Optional.of("a change of it was interrupted");
    }
    Map<String, String> traits = Traits.of(lab, step.action());
    String change = Traits.difference(before.get(0).traits(), traits);
    return change.isEmpty()
        ? step.on().stream().filter(due::containsKey).findFirst().map(on -> "after: " + on)
        : Optional.of(change);
  }

  private void makeDue(Step step, String why) {
    due.put(step.name(), why);
    boolean alone = Undoing.isPossible(step.action()) || Undoing.isRestart(step.action());
    boolean exists = existing.containsKey(step.name());
    if (exists ? !alone : Undoing.needsNewNode(step.action())) {
      makeNodeDue(step, step.name() + ": " + why);
    }
  }

  private void makeNodeDue(Step step, String why) {
    step.on().stream()
        .filter(on -> isNode(on) && wanted.containsKey(on))
        .forEach(on -> due.putIfAbsent(on, why));
  }

  private boolean isNode(String step) {
    Step found = wanted.get(step);
    if (found == null && existing.containsKey(step)) {
      found = existing.get(step).get(0).step();
    }
    return found != null && found.action() instanceof Action.CreateNode;
  }

  private void undoSteps() {
    existing.values().stream()
        .flatMap(List::stream)
        .sorted(Comparator.comparingInt(made -> Undoing.place(made.step().action())))
        .forEach(this::undo);
  }

  private void undo(Made made) {
    Step step = made.step();
    Step now = wanted.get(step.name());
    String why = due.get(step.name());
    if (goesWithAnother(step)) {
      return;
    } else if (now == null) {
      addUndo(step, step.action(), "the topology has it no more");
    } else if (why != null && isDoneOver(now)) {
      Undoing.surplus(step.action(), now.action()).ifPresent(part -> addUndo(step, part, why));
    } else if (why != null) {
      addUndo(step, step.action(), why);
    }
  }

  private void addUndo(Step step, Action part, String why) {
    StringBuilder name = new StringBuilder(Undoing.name(step.name()));
    while (steps.stream().anyMatch(s -> s.name().contentEquals(name))) {
      name.append(" again"); // doubtful: as it was, and as it was to be
    }
    List<String> after = steps.isEmpty() ? List.of() : List.of(steps.get(steps.size() - 1).name());
    Action undo = new Action.Undo(step.name(), part);
    steps.add(new Step(name.toString(), why, undo, after, List.of()));
  }

  /** Whether a wanted step can be done over what is there. */
  private boolean isDoneOver(Step step) {
    return Undoing.canBeDoneAgain(step.action()) || isOnlyTold(step);
  }

  /** Whether what is there goes on and only has to be told something else. */
  private boolean isOnlyTold(Step step) {
    Map<String, String> traits = Traits.of(lab, step.action());
    traits.keySet().removeAll(Undoing.told(step.action()));
    return !Undoing.told(step.action()).isEmpty()
        && step.on().stream().noneMatch(due::containsKey)
        && existing.getOrDefault(step.name(), List.of()).stream()
            .map(Made::traits)
            .allMatch(
                before -> {
                  before.keySet().removeAll(Undoing.told(step.action()));
                  return before.equals(traits);
                });
  }

  /** Whether the removal of what it is a part of removes it. */
  private boolean goesWithAnother(Step step) {
    return step.on().stream().anyMatch(on -> isPartOf(step, on) && isUndone(on));
  }

  private boolean isPartOf(Step step, String other) {
    Action action = step.action();
    boolean wire =
        action instanceof Action.ConnectNodes || action instanceof Action.ConnectToSwitch;
    return action instanceof Action.ShapeWire || (isNode(other) && !wire);
  }

  /** Of a step that is never done again over what is there. */
  private boolean isUndone(String step) {
    return existing.containsKey(step) && (!wanted.containsKey(step) || due.containsKey(step));
  }

  private void doSteps() {
    List<String> undone = steps.isEmpty() ? List.of() : List.of(steps.get(steps.size() - 1).name());
    for (Step step : wanted.values()) {
      String why = due.get(step.name());
      if (why != null) {
        boolean again =
            existing.containsKey(step.name()) && isDoneOver(step) && !goesWithAnother(step);
        Action action = again ? new Action.Again(step.action()) : step.action();
        List<String> after = step.after().stream().filter(due::containsKey).toList();
        steps.add(new Step(step.name(), why, action, after.isEmpty() ? undone : after, step.on()));
      }
    }
  }
}
