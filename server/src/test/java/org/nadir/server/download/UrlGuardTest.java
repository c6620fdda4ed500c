package org.nadir.server.download;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Addresses held against the special-purpose registries, and the many ways to write the same one.
class UrlGuardTest {

    private final UrlGuard guard = new UrlGuard(false);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.0.0.1",
                "127.255.255.254",
                "0.0.0.0",
                "0.1.2.3",
                "10.0.0.1",
                "10.255.255.255",
                "100.64.0.1",
                "100.100.100.200",
                "100.127.255.255",
                "168.63.129.16",
                "169.254.169.254",
                "172.16.0.1",
                "172.31.255.255",
                "192.0.0.192",
                "192.0.2.1",
                "192.88.99.1",
                "192.168.0.1",
                "198.18.0.1",
                "198.19.255.255",
                "198.51.100.7",
                "203.0.113.9",
                "224.0.0.1",
                "239.255.255.250",
                "240.0.0.1",
                "255.255.255.255",
                "::",
                "::1",
                "::127.0.0.1",
                "::ffff:127.0.0.1",
                "::ffff:a9fe:a9fe",
                "::ffff:0:127.0.0.1",
                "64:ff9b::127.0.0.1",
                "64:ff9b::a9fe:a9fe",
                "64:ff9b:1::1",
                "100::1",
                "2001::1",
                "2001:10::1",
                "2001:db8::1",
                "2002:7f00:1::",
                "2002:c0a8:101::1",
                "3fff::1",
                "5f00::1",
                "fc00::1",
                "fd00:ec2::254",
                "fe80::1",
                "fec0::1",
                "ff02::1"
            })
    void closedAddressesAreRefused(String address) {
        assertThat(PublicAddresses.contains(InetAddress.ofLiteral(address))).isFalse();
        String host = address.contains(":") ? "[" + address + "]" : address;
        assertThatThrownBy(() -> guard.check("http://" + host + "/all.zip"))
                .isInstanceOf(RefusedUrlException.class)
                .hasMessageContaining("not on the public internet");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1.1.1.1",
                "9.255.255.255",
                "11.0.0.0",
                "100.63.255.255",
                "100.128.0.0",
                "126.255.255.255",
                "128.0.0.1",
                "168.63.129.17",
                "169.253.255.255",
                "172.15.255.255",
                "172.32.0.0",
                "192.167.255.255",
                "192.169.0.0",
                "198.17.255.255",
                "198.20.0.0",
                "223.255.255.255",
                "2606:4700:4700::1111",
                "2a00:1450:4001:800::200e",
                "64:ff9b::101:101",
                "2002:101:101::1"
            })
    void openAddressesNextToThemAreNot(String address) throws Exception {
        assertThat(PublicAddresses.contains(InetAddress.ofLiteral(address))).isTrue();
        String host = address.contains(":") ? "[" + address + "]" : address;
        assertThat(guard.check("https://" + host + "/a")).isNotNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ftp://example.org/all.zip",
                "file:///etc/passwd",
                "gopher://example.org/",
                "jar:http://example.org/a.zip!/",
                "//example.org/all.zip",
                "example.org/all.zip",
                "http://",
                "http:///all.zip",
                "http:all.zip",
                "http://exa mple.org/",
                "http://user:secret@example.org/",
                "http://example.org:99999/",
                "http://example.org\r\nHost: other/",
                "",
                "\0"
            })
    void addressesThatAreNoneAreRefused(String url) {
        assertThatThrownBy(() -> guard.check(url))
                .isInstanceOf(RefusedUrlException.class)
                .hasMessageStartingWith("Invalid URL");
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost", "127.1", "2130706433", "0x7f.0.0.1"})
    void namesAndOldNumbersAreJudgedByWhereTheyLead(String host) {
        // Whatever the resolver makes of old ways to write numbers, it is not this machine.
        assertThatThrownBy(() -> guard.resolve(URI.create("http://" + host + "/")))
                .isInstanceOfAny(RefusedUrlException.class, UnknownHostException.class);
    }

    @Test
    void theSwitchOpensPrivateNetworks() throws Exception {
        var open = new UrlGuard(true);
        URI url = open.check("http://127.0.0.1:8080/all.zip?x=1");
        assertThat(open.resolve(url)).containsExactly(InetAddress.ofLiteral("127.0.0.1"));
        assertThatThrownBy(() -> open.check("ftp://127.0.0.1/"))
                .isInstanceOf(RefusedUrlException.class);
    }
}
