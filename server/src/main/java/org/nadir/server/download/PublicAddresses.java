package org.nadir.server.download;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;

/// Which addresses are of the open internet. All others (IANA's special-purpose registries, RFC 6890) may be machines that only
/// this server can reach: itself, its neighbours, the metadata service of its cloud.
final class PublicAddresses {

    /// The first bits of addresses.
    private record Block(byte[] start, int bits) {

        static Block of(String notation) {
            String[] parts = notation.split("/");
            return new Block(
                    InetAddress.ofLiteral(parts[0]).getAddress(), Integer.parseInt(parts[1]));
        }

        boolean contains(byte[] address) {
            if (address.length != start.length) {
                return false;
            }
            for (int bit = 0; bit < bits; bit++) {
                int mask = 0x80 >> bit % 8;
                if ((address[bit / 8] & mask) != (start[bit / 8] & mask)) {
                    return false;
                }
            }
            return true;
        }
    }

    private static final List<Block> CLOSED_4 =
            blocks(
                    "0.0.0.0/8",
                    "10.0.0.0/8",
                    "100.64.0.0/10",
                    "127.0.0.0/8",
                    "168.63.129.16/32", // a cloud's own service behind a public number
                    "169.254.0.0/16",
                    "172.16.0.0/12",
                    "192.0.0.0/24",
                    "192.0.2.0/24",
                    "192.88.99.0/24",
                    "192.168.0.0/16",
                    "198.18.0.0/15",
                    "198.51.100.0/24",
                    "203.0.113.0/24",
                    "224.0.0.0/3");

    /// All of IPv6 but global unicast is closed, and of that:
    private static final List<Block> CLOSED_6 =
            blocks("2001::/23", "2001:db8::/32", "3fff::/20", "2620:4f:8000::/48");

    private static final Block GLOBAL_6 = Block.of("2000::/3");
    private static final Block SIX_TO_FOUR = Block.of("2002::/16");
    private static final Block TRANSLATED = Block.of("64:ff9b::/96");

    private PublicAddresses() {}

    private static List<Block> blocks(String... notations) {
        return Arrays.stream(notations).map(Block::of).toList();
    }

    static boolean contains(InetAddress address) {
        return switch (address) {
            case Inet4Address four -> isOpen4(four.getAddress());
            case Inet6Address six -> isOpen6(six.getAddress());
            default -> false;
        };
    }

    private static boolean isOpen4(byte[] address) {
        return CLOSED_4.stream().noneMatch(block -> block.contains(address));
    }

    /// An address that stands for one of IPv4 is as open as that one. (IPv4-mapped ones the JDK makes IPv4 itself; written out
    /// in another way they are not global unicast.)
    private static boolean isOpen6(byte[] address) {
        if (TRANSLATED.contains(address)) {
            return isOpen4(Arrays.copyOfRange(address, 12, 16));
        }
        if (SIX_TO_FOUR.contains(address)) {
            return isOpen4(Arrays.copyOfRange(address, 2, 6));
        }
        return GLOBAL_6.contains(address)
                && CLOSED_6.stream().noneMatch(block -> block.contains(address));
    }

    /// For addresses given as bytes.
    static boolean contains(byte[] address) {
        try {
            return contains(InetAddress.getByAddress(address));
        } catch (UnknownHostException wrongLength) {
            throw new IllegalArgumentException(wrongLength);
        }
    }
}
