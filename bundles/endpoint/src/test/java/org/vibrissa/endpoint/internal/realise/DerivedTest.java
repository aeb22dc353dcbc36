package org.vibrissa.endpoint.internal.realise;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.vibrissa.net.MacAddress;

class DerivedTest {
    private static final String UID = "b4abd09e-d986-426b-b51d-88164df09348";

    /** A daemon of a later version must find again what this one made: these may never change. */
    @Test
    void keepsNamesForEver() {
        assertEquals("lxc96eea6e3a277", Derived.deviceName(UID));
        assertEquals(MacAddress.parse("aa:c8:2d:39:8f:fc"), Derived.endpointMac(UID));
        assertEquals(MacAddress.parse("86:ba:13:19:13:cc"), Derived.deviceMac(UID));
    }

    @Test
    void givesEveryEndpointItsOwn() {
        Set<Object> seen = new HashSet<>();
        for (int i = 0; i < 2000; i++) {
            String uid = "uid-" + i;
            assertTrue(Derived.deviceName(uid).matches("lxc[0-9a-f]{12}"));
            for (MacAddress mac :
                    new MacAddress[] {Derived.endpointMac(uid), Derived.deviceMac(uid)}) {
                assertTrue(mac.isLocallyAdministered(), mac::toString);
                assertFalse(mac.isMulticast(), mac::toString);
                assertTrue(seen.add(mac), mac::toString);
            }
            assertTrue(seen.add(Derived.deviceName(uid)));
        }
    }
}
