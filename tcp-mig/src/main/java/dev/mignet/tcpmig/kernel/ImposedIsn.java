package dev.mignet.tcpmig.kernel;

import dev.mignet.nodes.linux.KernelException;
import dev.mignet.nodes.linux.NativeBuffer;
import dev.mignet.nodes.linux.Syscalls;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.OptionalInt;

/**
 * The imposed ISN (the paper, section 5) on a stock kernel: a program at the TUN device's ingress
 * which turns an injected ACK into a full socket of the endpoint's listener that continues with the
 * ACK's sequence numbers.
 *
 * <p>It calls the kernel function {@code bpf_sk_assign_tcp_reqsk}, made for SYN cookies that
 * somebody else issued. The parameters travel in the ACK as TCP option 253 (RFC 4727, for
 * experiments), which is the first one:
 *
 * <pre>
 *   u8 253, u8 20, "MG", then struct bpf_tcp_req_attrs (kernel: include/net/tcp.h) in native byte order:
 *   u32 rcv_tsval, u32 rcv_tsecr, u16 mss, u8 rcv_wscale, u8 snd_wscale, u8 ecn_ok, u8 wscale_ok, u8 sack_ok, u8 tstamp_ok
 * </pre>
 */
public final class ImposedIsn implements AutoCloseable {
  /** The kernel function that does it, in kernels from 6.9 on; what counts is that BTF has it. */
  public static final String KERNEL_FUNCTION = "bpf_sk_assign_tcp_reqsk";

  /** Bytes of the option. */
  public static final int OPTION_LENGTH = 20;

  private static final int OPTION_KIND = 253;

  // linux/bpf.h
  private static final int BPF_PROG_LOAD = 5;
  private static final int BPF_LINK_CREATE = 28;
  private static final int PROGRAM_TYPE_SCHED_CLS = 3;
  private static final int ATTACH_TCX_INGRESS = 46;
  private static final int HELPER_SK_RELEASE = 86;
  private static final int HELPER_SKC_LOOKUP_TCP = 99;
  private static final int HELPER_SKC_TO_TCP_SOCK = 137;
  private static final int TCX_NEXT = -1;
  private static final int TCX_DROP = 2;
  private static final int SK_BUFF_DATA = 76;
  private static final int SK_BUFF_DATA_END = 80;
  private static final int SOCK_STATE = 72;
  private static final int TCP_LISTEN = 10;

  private static final int FRAME = 10;
  private static final int REQUEST_ATTRIBUTES_SIZE = 20;
  private static final int REQUEST_ATTRIBUTES = -24;
  private static final int TUPLE = -64;

  /**
   * Where things are in a packet without IP options or extension headers, and in struct
   * bpf_sock_tuple {addresses and ports of remote and local side}; bytes.
   *
   * @param mask of the packet's first byte
   * @param version what that has under the mask: of IPv4 also the length without options
   * @param protocol index of the byte that says TCP
   * @param destination index of the destination address
   * @param address bytes of an address
   * @param header bytes of the IP header
   */
  private record Layout(
      int mask, int version, int protocol, int destination, int address, int header) {
    static final Layout IPV4 = new Layout(0xff, 0x45, 9, 16, 4, 20);
    static final Layout IPV6 = new Layout(0xf0, 0x60, 6, 24, 16, 40);

    int option() {
      return header + 20;
    }

    int tupleSize() {
      return 2 * address + 4;
    }
  }

  private final int program;
  private final int link;

  private ImposedIsn(int program, int link) {
    this.program = program;
    this.link = link;
  }

  /**
   * Loads the program and attaches it to a device of the thread's namespace, for as long as the
   * object is open.
   *
   * @throws IOException where the kernel does not have {@link #KERNEL_FUNCTION}, or tells why it
   *     refuses the program
   */
  public static ImposedIsn attach(String device) throws IOException {
    OptionalInt function = KernelBtf.functionId(KERNEL_FUNCTION);
    if (function.isEmpty()) {
      throw new IOException(
          "this kernel has no "
              + KERNEL_FUNCTION
              + " (Linux 6.9 or later has, with CONFIG_DEBUG_INFO_BTF)");
    }
    int program = load(program(function.getAsInt()));
    NativeBuffer attributes = new NativeBuffer(64);
    attributes
        .bytes()
        .putInt(0, program)
        .putInt(4, KernelException.check("find device", device, Syscalls.ifNameToIndex(device)))
        .putInt(8, ATTACH_TCX_INGRESS);
    int link = Syscalls.bpf(BPF_LINK_CREATE, attributes.address(), attributes.size());
    if (link < 0) {
      Syscalls.close(program);
      throw new IOException(
          new KernelException("attach BPF program to " + device, -link).getMessage());
    }
    return new ImposedIsn(program, link);
  }

  /**
   * Writes the option from the buffer's index 0 on.
   *
   * @param clientTsVal the client's newest timestamp
   * @param clock what the new socket's own timestamps continue from, ms
   * @param serverScale the server's window shift, -1 without scaling
   * @param clientScale the client's window shift, -1 without scaling
   */
  public static void writeOption(
      ByteBuffer option,
      int clientTsVal,
      int clock,
      int mss,
      int serverScale,
      int clientScale,
      boolean sack,
      boolean timestamps,
      boolean ecn) {
    option.order(ByteOrder.nativeOrder());
    option
        .put(0, (byte) OPTION_KIND)
        .put(1, (byte) OPTION_LENGTH)
        .put(2, (byte) 'M')
        .put(3, (byte) 'G');
    option.putInt(4, clientTsVal).putInt(8, clock).putShort(12, (short) mss);
    boolean scaled = serverScale >= 0 && clientScale >= 0;
    option.put(14, (byte) (scaled ? serverScale : 0)).put(15, (byte) (scaled ? clientScale : 0));
    option.put(16, (byte) (ecn ? 1 : 0)).put(17, (byte) (scaled ? 1 : 0));
    option.put(18, (byte) (sack ? 1 : 0)).put(19, (byte) (timestamps ? 1 : 0));
  }

  /** The program; packets without the option pass, those that make no socket are dropped. */
  static byte[] program(int function) {
    int context = 6;
    int packet = 7;
    int socket = 8;
    int result = 9;
    BpfAssembler code = new BpfAssembler();
    code.move(context, 1);
    code.load(BpfAssembler.WORD, packet, context, SK_BUFF_DATA);
    code.load(BpfAssembler.WORD, 2, context, SK_BUFF_DATA_END);
    findListener(code, Layout.IPV4, context, packet, "other version");
    code.jump("found").label("other version");
    findListener(code, Layout.IPV6, context, packet, "pass");
    code.label("found").jumpIf(0, 0, "drop");
    code.move(socket, 0).moveValue(result, TCX_DROP);
    code.load(BpfAssembler.WORD, 1, socket, SOCK_STATE).jumpUnless(1, TCP_LISTEN, "release");
    code.move(1, socket).callHelper(HELPER_SKC_TO_TCP_SOCK).jumpIf(0, 0, "release");
    code.move(1, context)
        .move(2, 0)
        .move(3, FRAME)
        .add(3, REQUEST_ATTRIBUTES)
        .moveValue(4, REQUEST_ATTRIBUTES_SIZE);
    code.callKernelFunction(function);
    code.jumpUnless32(0, 0, "release");
    code.moveValue(result, TCX_NEXT);
    code.label("release").move(1, socket).callHelper(HELPER_SK_RELEASE).move(0, result).exit();
    code.label("pass").moveValue(0, TCX_NEXT).exit();
    code.label("drop").moveValue(0, TCX_DROP).exit();
    return code.assemble();
  }

  /** Goes on with the listener, or null, where the packet is TCP with the option first. */
  private static void findListener(
      BpfAssembler code, Layout layout, int context, int packet, String otherVersion) {
    int option = layout.option();
    code.move(3, packet).add(3, option + OPTION_LENGTH).jumpIfGreater(3, 2, "pass");
    code.load(BpfAssembler.BYTE, 1, packet, 0)
        .and(1, layout.mask())
        .jumpUnless(1, layout.version(), otherVersion);
    int[][] expected = {
      {layout.protocol(), 6},
      {option, OPTION_KIND},
      {option + 1, OPTION_LENGTH},
      {option + 2, 'M'},
      {option + 3, 'G'}
    };
    for (int[] place : expected) {
      code.load(BpfAssembler.BYTE, 1, packet, place[0]).jumpUnless(1, place[1], "pass");
    }
    // struct bpf_tcp_req_attrs: 16 bytes from the option, the rest zero.
    for (int i = 0; i < 16; i += 4) {
      code.load(BpfAssembler.WORD, 1, packet, option + 4 + i)
          .store(BpfAssembler.WORD, FRAME, REQUEST_ATTRIBUTES + i, 1);
    }
    code.storeValue(BpfAssembler.WORD, FRAME, REQUEST_ATTRIBUTES + 16, 0);
    // The listener: a look-up without a remote side finds nothing else.
    for (int i = 0; i < layout.address(); i += 4) {
      code.storeValue(BpfAssembler.WORD, FRAME, TUPLE + i, 0);
      code.load(BpfAssembler.WORD, 1, packet, layout.destination() + i)
          .store(BpfAssembler.WORD, FRAME, TUPLE + layout.address() + i, 1);
    }
    int ports = TUPLE + 2 * layout.address();
    code.storeValue(BpfAssembler.HALF, FRAME, ports, 0);
    code.load(BpfAssembler.HALF, 1, packet, layout.header() + 2)
        .store(BpfAssembler.HALF, FRAME, ports + 2, 1);
    code.move(1, context)
        .move(2, FRAME)
        .add(2, TUPLE)
        .moveValue(3, layout.tupleSize())
        .moveValue(4, -1)
        .moveValue(5, 0);
    code.callHelper(HELPER_SKC_LOOKUP_TCP);
  }

  private static int load(byte[] instructions) throws IOException {
    NativeBuffer code = new NativeBuffer(instructions.length);
    code.bytes().put(0, instructions);
    NativeBuffer license = new NativeBuffer(4);
    license.bytes().put(0, "GPL\0".getBytes(StandardCharsets.US_ASCII));
    NativeBuffer log = new NativeBuffer(64 * 1024);
    NativeBuffer attributes = new NativeBuffer(128);
    attributes
        .bytes()
        .putInt(0, PROGRAM_TYPE_SCHED_CLS)
        .putInt(4, instructions.length / 8)
        .putLong(8, code.address())
        .putLong(16, license.address())
        .putInt(24, 1)
        .putInt(28, log.size())
        .putLong(32, log.address())
        .put(48, "mignet_isn".getBytes(StandardCharsets.US_ASCII))
        .putInt(68, ATTACH_TCX_INGRESS);
    int program = Syscalls.bpf(BPF_PROG_LOAD, attributes.address(), attributes.size());
    if (program < 0) {
      byte[] text = new byte[log.size()];
      log.bytes().get(0, text);
      String reason = new String(text, StandardCharsets.UTF_8);
      reason = reason.substring(0, reason.indexOf('\0'));
      throw new IOException(
          new KernelException("load BPF program", -program).getMessage() + "\n" + reason);
    }
    return program;
  }

  @Override
  public void close() {
    Syscalls.close(link);
    Syscalls.close(program);
  }
}
