package dev.mignet.tcpmig.daemon;

import dev.mignet.tcpmig.metrics.Latency;
import dev.mignet.tcpmig.policy.Placement;
import dev.mignet.tcpmig.policy.Policy;

/** A policy, and how long its decisions on requests take. */
final class TimedPolicy implements Policy {
  private final Policy policy;
  private final Latency latency = new Latency();

  TimedPolicy(Policy policy) {
    this.policy = policy;
  }

  @Override
  public Placement place(String method, String target) {
    long begin = System.nanoTime();
    Placement placement = policy.place(method, target);
    latency.record(System.nanoTime() - begin);
    return placement;
  }

  @Override
  public long idleMillis() {
    return policy.idleMillis();
  }

  @Override
  public Placement idle() {
    return policy.idle();
  }

  Latency latency() {
    return latency;
  }
}
