package dev.mignet.tcpmig.connection;

/**
 * What the kernel says of a connection's local socket (linux/inet_diag.h, linux/tcp.h); one object
 * is reused.
 */
public final class SocketReport {
  /** States as in the kernel's net/tcp_states.h; 0: there is no socket. */
  public static final int NONE = 0;

  public static final int ESTABLISHED = 1;
  public static final int SYN_RECV = 3;
  public static final int TIME_WAIT = 6;
  public static final int CLOSE_WAIT = 8;

  private int state;
  private int readQueue;
  private int writeQueue;
  private int bytesAcknowledged;
  private int bytesReceived;
  private int roundTripMillis;
  private int sendWindow;
  private boolean room;
  private boolean listener;
  private int notSent;
  private int receiveWindow;
  private int silentMillis;
  private int unheardMillis;

  /** There is neither a socket nor a listener that could make one. */
  public SocketReport none() {
    none(0, -1);
    listener = false;
    return this;
  }

  /**
   * There is no socket, but a listener.
   *
   * @param queued connections that wait to be accepted
   * @param backlog how many may wait; the kernel lets in one more (sk_acceptq_is_full)
   */
  public SocketReport none(int queued, int backlog) {
    set(NONE, 0, 0, 0, 0, 0);
    room = queued <= backlog;
    listener = true;
    return this;
  }

  /**
   * Sets all.
   *
   * @param newWriteQueue bytes written by the application and not acknowledged
   * @param newBytesAcknowledged low 32 bits of tcpi_bytes_acked
   * @param newBytesReceived low 32 bits of tcpi_bytes_received
   * @param newSendWindow the client's window, scaled, in bytes
   */
  public SocketReport set(
      int newState,
      int newWriteQueue,
      int newBytesAcknowledged,
      int newBytesReceived,
      int newRoundTripMillis,
      int newSendWindow) {
    state = newState;
    writeQueue = newWriteQueue;
    bytesAcknowledged = newBytesAcknowledged;
    bytesReceived = newBytesReceived;
    roundTripMillis = newRoundTripMillis;
    sendWindow = newSendWindow;
    room = false;
    listener = false;
    queues(0, 0);
    return voice(0, 0, 0);
  }

  /**
   * Sets what {@link #set} leaves at 0.
   *
   * @param newReadQueue bytes received that the application has not read
   * @param newNotSent bytes of the write queue that were never sent
   */
  public SocketReport queues(int newReadQueue, int newNotSent) {
    readQueue = newReadQueue;
    notSent = newNotSent;
    return this;
  }

  /**
   * Sets what an acknowledgment in the socket's stead needs, and how long it rests; 0 after {@link
   * #set}.
   *
   * @param newReceiveWindow bytes that the client may send beyond what was received, 0 where the
   *     kernel does not tell
   * @param newSilentMillis how long ago the socket sent data last
   * @param newUnheardMillis how long ago it received data last
   */
  public SocketReport voice(int newReceiveWindow, int newSilentMillis, int newUnheardMillis) {
    receiveWindow = newReceiveWindow;
    silentMillis = newSilentMillis;
    unheardMillis = newUnheardMillis;
    return this;
  }

  /** Whether there is no socket, and a listener that would make one. */
  public boolean hasRoom() {
    return room;
  }

  /** Whether there is no socket, and a listener, with room or without. */
  public boolean hasListener() {
    return listener;
  }

  public int state() {
    return state;
  }

  public int readQueue() {
    return readQueue;
  }

  public int notSent() {
    return notSent;
  }

  public int receiveWindow() {
    return receiveWindow;
  }

  public int silentMillis() {
    return silentMillis;
  }

  /** How long no data have gone either way, ms. */
  public int restedMillis() {
    return Math.min(silentMillis, unheardMillis);
  }

  public int writeQueue() {
    return writeQueue;
  }

  public int bytesAcknowledged() {
    return bytesAcknowledged;
  }

  public int bytesReceived() {
    return bytesReceived;
  }

  public int roundTripMillis() {
    return roundTripMillis;
  }

  public int sendWindow() {
    return sendWindow;
  }
}
