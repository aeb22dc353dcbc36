package org.vibrissa.fleet.internal.trust;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TokenTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final String SECRET = "0123456789abcdef0123456789abcdef";
    private static final Token TOKEN =
            new Token(
                    List.of("10.0.0.1:4243", "[fd00::1]:4243"),
                    "ab".repeat(32),
                    SECRET,
                    NOW.plusSeconds(60));

    @Test
    void isOneWordAndSurvivesItsText() {
        String text = TOKEN.text();
        assertTrue(text.matches("[A-Za-z0-9_-]+"), text);
        assertEquals(TOKEN, Token.parse(text));
        assertEquals(TOKEN, Token.parse("  " + text + "\n"));
    }

    @Test
    void saysThatItIsNotWhole() {
        String text = TOKEN.text();
        for (int i = 0; i < text.length(); i++) {
            String part = text.substring(0, i);
            assertThrows(IllegalArgumentException.class, () -> Token.parse(part), part);
        }
        Random random = new Random(1);
        for (int i = 0; i < 500; i++) {
            StringBuilder changed = new StringBuilder(text);
            int at = random.nextInt(text.length() - 1);
            changed.setCharAt(at, text.charAt(at) == 'A' ? 'B' : 'A');
            assertThrows(IllegalArgumentException.class, () -> Token.parse(changed.toString()));
        }
        assertThrows(IllegalArgumentException.class, () -> Token.parse("x".repeat(100_000)));
        assertThrows(IllegalArgumentException.class, () -> Token.parse("no token at all"));
    }

    @Test
    void letsInAsManyHostsAsItHasUses() {
        TokenBook book = new TokenBook();
        book.add(SECRET, NOW, NOW.plusSeconds(60), 2);
        assertEquals(Optional.empty(), book.refusal(SECRET, "key1", NOW));
        book.used(SECRET, "key1", "b");
        book.used(SECRET, "key1", "b");
        assertEquals(Optional.empty(), book.refusal(SECRET, "key2", NOW));
        book.used(SECRET, "key2", "c");
        assertTrue(book.refusal(SECRET, "key3", NOW).orElse("").contains("used up: 2 of 2"));
        assertEquals(Optional.empty(), book.refusal(SECRET, "key1", NOW), "the same host again");
        TokenBook read = TokenBook.of(book.json());
        assertEquals(book.list(), read.list());
        assertTrue(
                read.refusal(SECRET, "key1", NOW.plusSeconds(61)).orElse("").contains("expired"));
        assertTrue(read.revoke(Token.id(SECRET)));
        assertTrue(read.refusal(SECRET, "key1", NOW).orElse("").contains("not known"));
        assertTrue(read.refusal("", "key1", NOW).orElse("").contains("not known"));
    }
}
