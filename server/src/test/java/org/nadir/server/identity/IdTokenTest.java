package org.nadir.server.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nadir.server.http.Json;

/// Signatures and keys as RFC 7515, appendix A.2 and A.3, prints them, so that signer and verifier are not both ours.
class IdTokenTest {

    private static final String PAYLOAD =
            "eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFt"
                    + "cGxlLmNvbS9pc19yb290Ijp0cnVlfQ";

    private static final String RS256 =
            "eyJhbGciOiJSUzI1NiJ9."
                    + PAYLOAD
                    + ".cC4hiUPoj9Eetdgtv3hF80EGrhuB__dzERat0XF9g2VtQgr9PJbu3XOiZj5RZmh7"
                    + "AAuHIm4Bh-0Qc_lF5YKt_O8W2Fp5jujGbds9uJdbF9CUAr7t1dnZcAcQjbKBYNX4"
                    + "BAynRFdiuB--f_nZLgrnbyTyWzO75vRK5h6xBArLIARNPvkSjtQBMHlb1L07Qe7K"
                    + "0GarZRmB_eSN9383LcOLn6_dO--xi12jzDwusC-eOkHWEsqtFZESc6BfI7noOPqv"
                    + "hJ1phCnvWh6IeYI2w9QOYEUipUTI8np6LbgGY9Fs98rqVt5AXLIhWkWywlVmtVrB"
                    + "p0igcN_IoypGlUPQGe77Rw";

    private static final String ES256 =
            "eyJhbGciOiJFUzI1NiJ9."
                    + PAYLOAD
                    + ".DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSA"
                    + "pmWQxfKTUJqPP3-Kg6NU1Q";

    private static final KeySet KEYS =
            KeySet.of(
                    Json.parse(
                            """
                            {"keys": [
                             {"kty": "RSA", "e": "AQAB", "n": "%s"},
                             {"kty": "EC", "crv": "P-256",
                              "x": "f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU",
                              "y": "x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0"}]}
                            """
                                    .formatted(
                                            "ofgWCuLjybRlzo0tZWJjNiuSfb4p4fAkd_wWJcyQoTbji9k0l8W26mPddxHmfHQp"
                                                    + "-Vaw-4qPCJrcS2mJPMEzP1Pt0Bm4d4QlL-yRT-SFd2lZS-pCgNMsD1W_YpRPEwOW"
                                                    + "vG6b32690r2jZ47soMZo9wGzjb_7OMg0LOL-bSf63kpaSHSXndS5z5rexMdbBYUs"
                                                    + "LA9e-KXBdQOS-UTo7WTBEMa2R2CapHg665xsmtdVMTBQY4uDZlxvb3qCo5ZwKh9k"
                                                    + "G4LT6_I5IhlJH7aGhyxXFvUK-DWNmoudF8NAco9_h9iaGNj8q2ethFkMLs91kzk2"
                                                    + "PAcDTW9gb54h4FRWyuXpoQ")));

    @ParameterizedTest
    @ValueSource(strings = {RS256, ES256})
    void believesWhatTheStandardSigned(String compact) throws Exception {
        IdToken token = IdToken.parse(compact);
        List<KeySet.Key> keys = KEYS.candidates(token.keyId(), token.algorithm());
        assertThat(keys).hasSize(1);
        assertThat(token.isSignedBy(keys)).isTrue();
        assertThat(token.claims().path("iss").asText()).isEqualTo("joe");
    }

    @ParameterizedTest
    @ValueSource(strings = {RS256, ES256})
    void doubtsItWhenOneCharacterDiffers(String compact) throws Exception {
        int middle = compact.indexOf('.') + 20;
        char other = compact.charAt(middle) == 'A' ? 'B' : 'A';
        String changed = compact.substring(0, middle) + other + compact.substring(middle + 1);
        int last = compact.lastIndexOf('.') + 10;
        char digit = compact.charAt(last) == 'A' ? 'B' : 'A';
        String resigned = compact.substring(0, last) + digit + compact.substring(last + 1);
        for (String forged : List.of(changed, resigned)) {
            IdToken token;
            try {
                token = IdToken.parse(forged);
            } catch (IdToken.Unbelievable noJsonAnyMore) {
                continue;
            }
            assertThat(token.isSignedBy(KEYS.candidates("", token.algorithm()))).isFalse();
        }
    }

    @Test
    void aKeyIsUsedOnlyForItsOwnAlgorithm() throws Exception {
        assertThat(KEYS.candidates("", "HS256")).isEmpty();
        assertThat(KEYS.candidates("", "none")).isEmpty();
        assertThat(KEYS.candidates("", "")).isEmpty();
        IdToken curve = IdToken.parse(ES256);
        assertThat(curve.isSignedBy(KEYS.candidates("", "RS256"))).isFalse();
    }

    @Test
    void keysThatAreNoGoodArePassedOver() {
        KeySet keys =
                KeySet.of(
                        Json.parse(
                                """
                                {"keys": [{"kty": "RSA", "e": "AQAB", "n": "AQAB"},
                                 {"kty": "RSA"}, {"kty": "EC", "crv": "P-521"}, {"kty": 7}, 3, null,
                                 {"kty": "EC", "crv": "P-256", "x": "AA", "y": "*"},
                                 {"kty": "oct", "k": "AAAA"}]}
                                """));
        assertThat(keys.keys().stream().filter(key -> key.algorithm().equals("RS256"))).isEmpty();
        assertThat(KeySet.of(Json.parse("[]")).keys()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ".",
                "..",
                "a.b",
                "a.b.c.d",
                "e30.e30.",
                "e30.e30.AA==",
                "e30.e30.A A",
                "eyJhbGciOi.e30.AA",
                "W10.W10",
                // {"alg":"RS256","crit":["b64"]}
                "eyJhbGciOiJSUzI1NiIsImNyaXQiOlsiYjY0Il19.e30.AA"
            })
    void whatIsNoSignedTokenIsRefused(String text) {
        assertThatThrownBy(() -> IdToken.parse(text)).isInstanceOf(IdToken.Unbelievable.class);
    }
}
