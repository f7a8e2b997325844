/** Tests of services of the user. */
@NullMarked
package dev.mignet.topology.services;

import org.jspecify.annotations.NullMarked;
