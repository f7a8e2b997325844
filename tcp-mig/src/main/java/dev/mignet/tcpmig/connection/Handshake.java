package dev.mignet.tcpmig.connection;

import dev.mignet.tcpmig.san.SanMessage;
import dev.mignet.tcpmig.wire.TcpView;

/**
 * What client and server agreed on when the connection was made, and the clock of the server's
 * timestamps.
 */
public final class Handshake {
  private int clientIsn;
  private int mss = TcpView.DEFAULT_MSS;
  private int clientWindowScale = -1;
  private int serverWindowScale = -1;
  private boolean sack;
  private boolean timestamps;
  private boolean ecn;
  private boolean complete;

  /** The window of the client's SYN, which is not scaled (RFC 7323, section 2.2). */
  private int synWindow;

  /** Difference of the server's timestamp clock and CLOCK_MONOTONIC, in ms. */
  private int clockOffset;

  /** The sequence number at which the server's kernel began to count acknowledged bytes. */
  private int unacknowledgedBase;

  /** The sequence number at which the server's kernel began to count received bytes. */
  private int receiveBase;

  /** The client's SYN was seen. */
  public void syn(TcpView syn) {
    clientIsn = syn.sequence();
    receiveBase = clientIsn + 1;
    synWindow = syn.window();
    mss = syn.mss();
    clientWindowScale = syn.windowScale();
    sack = syn.sackPermitted();
    timestamps = syn.hasTimestamps();
    ecn = syn.has(TcpView.ECE) && syn.has(TcpView.CWR); // RFC 3168, section 6.1.1
    complete = false;
  }

  /**
   * The server's SYN-ACK was seen: what it leaves out is off; {@code sentMillis} is when, in
   * CLOCK_MONOTONIC.
   */
  public void synAck(TcpView synAck, int sentMillis) {
    unacknowledgedBase = synAck.sequence() + 1;
    serverWindowScale = synAck.windowScale();
    if (serverWindowScale < 0) {
      clientWindowScale = -1;
    }
    sack &= synAck.sackPermitted();
    timestamps &= synAck.hasTimestamps();
    ecn &= synAck.has(TcpView.ECE);
    clockOffset = synAck.tsVal() - sentMillis;
    complete = true;
  }

  /** The connection was made here from a migration SYN, at that time. */
  public void imported(SanMessage.Syn syn, int nowMillis) {
    clientIsn = syn.clientIsn();
    receiveBase = syn.start();
    mss = syn.mss();
    clientWindowScale = syn.clientWindowScale();
    serverWindowScale = syn.serverWindowScale();
    sack = syn.sack();
    timestamps = syn.timestamps();
    ecn = syn.ecn();
    clockOffset = syn.clock() - nowMillis;
    unacknowledgedBase = syn.imposedAck();
    complete = true;
  }

  /** The client has seen that timestamp of the server by now: the clock cannot be behind it. */
  public void echoed(int tsEcr, int nowMillis) {
    if (timestamps && tsEcr - (clockOffset + nowMillis) > 0) {
      clockOffset = tsEcr - nowMillis;
    }
  }

  /** Whether both SYNs were seen, or the connection came by import: only then can it migrate. */
  public boolean complete() {
    return complete;
  }

  public int clientIsn() {
    return clientIsn;
  }

  public int mss() {
    return mss;
  }

  /** Shift of the client's windows, -1 without scaling. */
  public int clientWindowScale() {
    return clientWindowScale;
  }

  /** Shift of the server's windows, -1 without scaling. */
  public int serverWindowScale() {
    return serverWindowScale;
  }

  /**
   * The window that the client's SYN gives, as it would stand in the header of a later segment. Of
   * a connection that was made here.
   */
  public int firstWindow() {
    return synWindow >>> Math.max(0, clientWindowScale);
  }

  public boolean sack() {
    return sack;
  }

  public boolean timestamps() {
    return timestamps;
  }

  /** Whether both ends take part in explicit congestion notification (RFC 3168). */
  public boolean ecn() {
    return ecn;
  }

  public int clockOffset() {
    return clockOffset;
  }

  /** The server's timestamp clock at that time of CLOCK_MONOTONIC, in ms. */
  public int clock(int nowMillis) {
    return clockOffset + nowMillis;
  }

  public int unacknowledgedBase() {
    return unacknowledgedBase;
  }

  public int receiveBase() {
    return receiveBase;
  }
}
