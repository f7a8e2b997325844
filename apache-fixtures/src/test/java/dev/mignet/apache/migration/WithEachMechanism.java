package dev.mignet.apache.migration;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.mignet.tcpmig.settings.Mechanism;
import dev.mignet.topology.doctor.Doctor;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.ClassTemplate;
import org.junit.jupiter.api.extension.ClassTemplateInvocationContext;
import org.junit.jupiter.api.extension.ClassTemplateInvocationContextProvider;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;

/**
 * The class runs once with each mechanism, in a lab of its own each time; with one that the kernel
 * has not it is skipped, saying so.
 */
@Documented
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ClassTemplate
@ExtendWith(WithEachMechanism.Provider.class)
@interface WithEachMechanism {

  /** Gives {@link TestLab} its mechanism. */
  final class Provider implements ClassTemplateInvocationContextProvider {
    private static final Namespace STORE = Namespace.create(WithEachMechanism.class);

    /** Whether the class is annotated. */
    static boolean isFor(ExtensionContext context) {
      return context.getRequiredTestClass().isAnnotationPresent(WithEachMechanism.class);
    }

    /** The mechanism of the tests that run now. */
    static Mechanism mechanism(ExtensionContext context) {
      return Objects.requireNonNull(context.getStore(STORE).get(Mechanism.class, Mechanism.class));
    }

    @Override
    public boolean supportsClassTemplate(ExtensionContext context) {
      return true;
    }

    @Override
    public Stream<? extends ClassTemplateInvocationContext> provideClassTemplateInvocationContexts(
        ExtensionContext context) {
      return Stream.of(Mechanism.IMPOSED_ISN, Mechanism.TRANSLATION).map(Invocation::new);
    }

    private record Invocation(Mechanism mechanism) implements ClassTemplateInvocationContext {
      @Override
      public String getDisplayName(int index) {
        return mechanism.text();
      }

      @Override
      public void prepareInvocation(ExtensionContext context) {
        assumeTrue(
            mechanism != Mechanism.IMPOSED_ISN || Doctor.hasImposedIsn(),
            "this kernel cannot impose an ISN");
        context.getStore(STORE).put(Mechanism.class, mechanism);
      }
    }
  }
}
