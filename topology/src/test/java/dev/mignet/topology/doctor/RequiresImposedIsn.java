package dev.mignet.topology.doctor;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * The test brings up a lab with an endpoint: on a kernel that cannot make the target's socket it is
 * skipped, in the doctor's words.
 */
@Documented
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(ImposedIsnCondition.class)
public @interface RequiresImposedIsn {}
