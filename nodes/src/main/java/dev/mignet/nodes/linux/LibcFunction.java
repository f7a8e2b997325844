package dev.mignet.nodes.linux;

import com.kenai.jffi.CallContext;
import com.kenai.jffi.CallingConvention;
import com.kenai.jffi.Type;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A function of the C library that takes and returns integers and addresses. A call allocates
 * nothing.
 *
 * <p>By jffi alone: jnr-ffi above it generates a class for the functions at each start of a JVM,
 * which takes a tenth of a second. On the 64-bit machines that Linux knows each integer or address
 * is passed in a register of its own, so that a function's signature is how many it takes.
 */
final class LibcFunction {
  private final long address;
  private final CallContext context;

  /**
   * @param name as the library exports it
   * @param parameters how many, 1 to 5: jffi 1.4.3 passes rubbish as the sixth
   */
  LibcFunction(String name, int parameters) {
    this.address = Jffi.LIBRARY.getSymbolAddress(name);
    if (address == 0) {
      throw new UnsatisfiedLinkError("no function " + name + " in the C library");
    }
    Type[] types = new Type[parameters];
    Arrays.fill(types, Type.SINT64);
    this.context =
        CallContext.getCallContext(
            Type.SINT64, types, CallingConvention.DEFAULT, /* errno: */ true);
  }

  int call(long first) {
    return result(Jffi.INVOKER.invokeN1(context, address, first));
  }

  int call(long first, long second) {
    return result(Jffi.INVOKER.invokeN2(context, address, first, second));
  }

  int call(long first, long second, long third) {
    return result(Jffi.INVOKER.invokeN3(context, address, first, second, third));
  }

  int call(long first, long second, long third, long fourth) {
    return result(Jffi.INVOKER.invokeN4(context, address, first, second, third, fourth));
  }

  int call(long first, long second, long third, long fourth, long fifth) {
    return result(Jffi.INVOKER.invokeN5(context, address, first, second, third, fourth, fifth));
  }

  /** The text in ASCII that the function returns; null where it returns none. */
  @Nullable String text(long first) {
    long text = Jffi.INVOKER.invokeN1(context, address, first);
    return text == 0
        ? null
        : new String(Jffi.MEMORY.getZeroTerminatedByteArray(text), StandardCharsets.US_ASCII);
  }

  /** The last call's errno, for a function that tells failure in a way of its own. */
  static int lastError() {
    return Jffi.LAST_ERROR.get();
  }

  /**
   * What the function returned, or its negative errno: where it is an int, half of the register.
   */
  private static int result(long register) {
    int value = (int) register;
    return value >= 0 ? value : -lastError();
  }
}
