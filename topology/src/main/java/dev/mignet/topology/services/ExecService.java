package dev.mignet.topology.services;

import dev.mignet.topology.model.Words;
import dev.mignet.topology.spi.Feature;
import dev.mignet.topology.spi.ServiceContext;
import dev.mignet.topology.spi.ServiceKind;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The service {@code exec}: any command of the user, in the foreground. */
public final class ExecService implements ServiceKind {

  /** A program that cannot be started at all has told so by then. */
  private static final Duration SETTLE_TIME = Duration.ofMillis(200);

  @Override
  public String name() {
    return "exec";
  }

  @Override
  public Set<String> options() {
    return ExecOptions.KEYS;
  }

  @Override
  public Set<String> wordLists() {
    return Set.of(ExecOptions.COMMAND, ExecOptions.READY_COMMAND);
  }

  @Override
  public Map<String, String> problems(Map<String, String> options) {
    return ExecOptions.problems(options);
  }

  @Override
  public List<Feature> features() {
    return List.of();
  }

  @Override
  public void prepare(ServiceContext context) {
    // All that it needs is the user's.
  }

  @Override
  public List<String> command(ServiceContext context) {
    return Words.split(context.options().getOrDefault(ExecOptions.COMMAND, ""));
  }

  @Override
  public boolean isReady(ServiceContext context) throws IOException {
    ExecOptions options = ExecOptions.of(context.options());
    if (options.port().isPresent()) {
      return Listeners.any(options.port().getAsInt());
    }
    if (options.http().isPresent()) {
      return HttpStatus.isAnswered(options.http().get(), options.status());
    }
    return true;
  }

  @Override
  public Optional<List<String>> readinessCommand(ServiceContext context) {
    return Optional.ofNullable(context.options().get(ExecOptions.READY_COMMAND)).map(Words::split);
  }

  @Override
  public Duration settleTime(ServiceContext context) {
    return ExecOptions.of(context.options()).asks() ? Duration.ZERO : SETTLE_TIME;
  }

  @Override
  public Duration startLimit(ServiceContext context) {
    return ExecOptions.of(context.options()).within().orElse(context.timeout());
  }

  @Override
  public List<Path> logs(ServiceContext context) {
    return List.of();
  }
}
