/**
 * Applies plans to this machine and takes labs down again. Start reading at {@link
 * dev.mignet.topology.run.LocalLabs}: {@code up} runs a plan step by step ({@code PlanRunner}, the
 * steps themselves in {@code KernelSteps} and {@code ProcessSteps}) and keeps a {@link
 * dev.mignet.topology.run.LabState}; {@code down} ({@code Teardown}) needs no state, because all
 * that a lab owns carries its name.
 */
@NullMarked
package dev.mignet.topology.run;

import org.jspecify.annotations.NullMarked;
