package dev.mignet.tcpmig.daemon;

import dev.mignet.tcpmig.metrics.Latency;
import dev.mignet.tcpmig.policy.Policy;

/** A policy, and how long its decisions take. */
final class TimedPolicy implements Policy {
  private final Policy policy;
  private final Latency latency = new Latency();

  TimedPolicy(Policy policy) {
    this.policy = policy;
  }

  @Override
  public int target(String method, String target) {
    long begin = System.nanoTime();
    int node = policy.target(method, target);
    latency.record(System.nanoTime() - begin);
    return node;
  }

  Latency latency() {
    return latency;
  }
}
