/**
 * Finds out, by trying, whether this machine has what a lab needs; never asks for a version. Start
 * reading at {@link dev.mignet.topology.doctor.Doctor}.
 */
@NullMarked
package dev.mignet.topology.doctor;

import org.jspecify.annotations.NullMarked;
