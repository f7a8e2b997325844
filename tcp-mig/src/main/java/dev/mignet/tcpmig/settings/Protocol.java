package dev.mignet.tcpmig.settings;

import com.google.gson.annotations.SerializedName;

/** What clients and servers of an endpoint speak: it says when a connection may move. */
public enum Protocol {
  /** Requests and responses are followed: a connection moves between two of them (RFC 9112). */
  @SerializedName("http")
  HTTP("http"),

  /**
   * Nothing is known of what is spoken: a connection moves when nothing has been said for a while.
   * For servers that speak when they are spoken to, and know nothing from before.
   */
  @SerializedName("tcp")
  TCP("tcp");

  private final String text;

  Protocol(String text) {
    this.text = text;
  }

  /** As topologies call it. */
  public String text() {
    return text;
  }
}
