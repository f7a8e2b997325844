/**
 * What has to be done on the machine for a lab to exist, as data: steps with their reasons and the
 * steps that each must wait for. Nothing here touches the machine. Start reading at {@link
 * dev.mignet.topology.plan.Planner}.
 */
@NullMarked
package dev.mignet.topology.plan;

import org.jspecify.annotations.NullMarked;
