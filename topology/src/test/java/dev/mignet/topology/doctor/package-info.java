/** Tests of the doctor. */
@NullMarked
package dev.mignet.topology.doctor;

import org.jspecify.annotations.NullMarked;
