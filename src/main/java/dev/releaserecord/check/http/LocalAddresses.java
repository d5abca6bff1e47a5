package dev.releaserecord.check.http;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.Set;

/**
 * Addresses that mean another machine wherever they are asked from, and behind which clouds hand
 * out the credentials of a node: whoever may write a record must not make the operator ask there.
 */
public final class LocalAddresses {

  /** Outside of the link-local blocks: AWS, Google, Alibaba, Oracle, Azure. */
  private static final Set<String> METADATA =
      Set.of(
          "fd00:ec2:0:0:0:0:0:254",
          "fd20:ce:0:0:0:0:0:254",
          "100.100.100.200",
          "192.0.0.192",
          "168.63.129.16");

  /** 64:ff9b::/96 (RFC 6052): the last four bytes are an IPv4 address. */
  private static final byte[] NAT64 = {0, 0x64, (byte) 0xff, (byte) 0x9b, 0, 0, 0, 0, 0, 0, 0, 0};

  /** 2002::/16 (RFC 3056): so are the four bytes that follow. */
  private static final byte[] SIX_TO_FOUR = {0x20, 0x02};

  private static final int IPV4 = 4;

  private LocalAddresses() {}

  /** Whether it is a link-local or metadata address. */
  public static boolean contain(InetAddress address) {
    InetAddress real = inner(address);
    return real.isLinkLocalAddress() || METADATA.contains(real.getHostAddress());
  }

  /** The IPv4 address that one of IPv6 stands for, else the address itself. */
  public static InetAddress inner(InetAddress address) {
    byte[] bytes = address.getAddress();
    if (bytes.length == IPV4) {
      return address;
    }
    if (starts(bytes, NAT64)) {
      return four(bytes, NAT64.length);
    }
    return starts(bytes, SIX_TO_FOUR) ? four(bytes, SIX_TO_FOUR.length) : address;
  }

  private static boolean starts(byte[] bytes, byte[] prefix) {
    return Arrays.equals(bytes, 0, prefix.length, prefix, 0, prefix.length);
  }

  private static InetAddress four(byte[] bytes, int from) {
    try {
      return InetAddress.getByAddress(Arrays.copyOfRange(bytes, from, from + IPV4));
    } catch (UnknownHostException e) {
      throw new IllegalStateException("four bytes are an address", e);
    }
  }
}
