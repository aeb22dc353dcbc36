package org.vibrissa.endpoint.internal.spec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.vibrissa.endpoint.EndpointForm;
import org.vibrissa.net.IpAddresses;
import org.vibrissa.net.MacAddress;
import org.vibrissa.state.InvalidResource;

class EndpointSpecTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Reads JSON that may be written with single quotes. */
    private static JsonNode json(String text) {
        try {
            return JSON.readTree(text.replace('\'', '"'));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(text, e);
        }
    }

    @Test
    void fillsInDefaults() {
        EndpointSpec spec = EndpointSpec.decode(json("{'netns':'deathstar-1'}"));
        assertEquals(EndpointForm.NETNS, spec.form());
        assertEquals("deathstar-1", spec.netns().orElseThrow());
        assertEquals("eth0", spec.interfaceName());
        assertEquals("default", spec.pool());
        assertEquals(List.of(), spec.addresses());
        assertEquals(OptionalInt.empty(), spec.mtu());
    }

    @Test
    void readsEveryField() {
        EndpointSpec spec =
                EndpointSpec.decode(
                        json(
                                "{'kind':'netns','pid':17,'interface':'net1','pool':'blue',"
                                        + "'addresses':['10.0.0.5','fd00::5'],'mtu':1400,"
                                        + "'mac':'02:00:5e:00:53:01'}"));
        assertEquals(17, spec.pid().getAsInt());
        assertEquals("net1", spec.interfaceName());
        assertEquals("blue", spec.pool());
        assertEquals(
                List.of(IpAddresses.parse("10.0.0.5"), IpAddresses.parse("fd00::5")),
                spec.addresses());
        assertEquals(1400, spec.mtu().getAsInt());
        assertEquals(MacAddress.parse("02:00:5e:00:53:01"), spec.mac().orElseThrow());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'kind':'device','device':'tap0','mac':'02:00:5e:00:53:01'}",
                "{'kind':'host'}",
                "{'kind':'host','addresses':['10.0.0.1']}",
                "{'netns':'/run/netns/x'}",
                "{'pid':1}",
                "{'netns':'x','mtu':576}",
                "{'netns':'x','ports':[{'name':'http','port':80},{'name':'http','port':80,'protocol':'UDP'}]}",
                "{'netns':'x','mtu':65535}"
            })
    void takesWhatIsRight(String text) {
        EndpointSpec.decode(json(text));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "spec.netns | or pid | {}",
                "spec.netns | not both | {'netns':'x','pid':3}",
                "spec.kind | netns | {'kind':'vm'}",
                "spec.kind | | {'kind':7}",
                "spec.netnss | netns | {'netnss':'x'}",
                "spec.netns | | {'netns':['x']}",
                "spec.pid | | {'pid':0}",
                "spec.pid | | {'pid':'many'}",
                "spec.pid | | {'pid':4194305}",
                "spec.interface | device name | {'netns':'x','interface':'a/b'}",
                "spec.interface | device name | {'netns':'x','interface':'0123456789abcdef'}",
                "spec.interface | device name | {'netns':'x','interface':'..'}",
                "spec.interface | device name | {'netns':'x','interface':''}",
                "spec.addresses[1] | | {'netns':'x','addresses':['10.0.0.1','10.0.0.256']}",
                "spec.addresses[0] | | {'netns':'x','addresses':['10.0.0.1/24']}",
                "spec.addresses[0] | | {'netns':'x','addresses':['example.org']}",
                "spec.addresses | twice | {'netns':'x','addresses':['fd00::1','fd00:0::1']}",
                "spec.addresses | | {'netns':'x','addresses':'10.0.0.1'}",
                "spec.mac | unicast | {'netns':'x','mac':'01:00:5e:00:00:01'}",
                "spec.mac | unicast | {'netns':'x','mac':'00:00:00:00:00:00'}",
                "spec.mac | | {'netns':'x','mac':'02-00-5e-00-53-01'}",
                "spec.ports | twice | {'netns':'x','ports':[{'name':'a','port':1},{'name':'a','port':2}]}",
                "spec.ports[0].name | required | {'netns':'x','ports':[{'port':1}]}",
                "spec.ports[0].name | letter | {'netns':'x','ports':[{'name':'80','port':80}]}",
                "spec.ports[0].name | a-z | {'netns':'x','ports':[{'name':'Http','port':80}]}",
                "spec.ports[0].port | 65535 | {'netns':'x','ports':[{'name':'http','port':0}]}",
                "spec.ports[0].protocol | SCTP | {'netns':'x','ports':[{'name':'h','port':1,'protocol':'ICMP'}]}",
                "spec.ports[0].nam | name | {'netns':'x','ports':[{'nam':'http','port':80}]}",
                "spec.mtu | 576 | {'netns':'x','mtu':575}",
                "spec.mtu | 65535 | {'netns':'x','mtu':65536}",
                "spec.device | netns | {'netns':'x','device':'tap0'}",
                "spec.device | required | {'kind':'device','mac':'02:00:5e:00:53:01'}",
                "spec.mac | required | {'kind':'device','device':'tap0'}",
                "spec.netns | device | {'kind':'device','device':'t','mac':'02:00:5e:00:53:01','netns':'x'}",
                "spec.pid | device | {'kind':'device','device':'t','mac':'02:00:5e:00:53:01','pid':1}",
                "spec.netns | host | {'kind':'host','netns':'x'}",
                "spec.pid | host | {'kind':'host','pid':1}",
                "spec.device | host | {'kind':'host','device':'x'}",
                "spec.mac | host | {'kind':'host','mac':'02:00:5e:00:53:01'}"
            })
    void namesTheFieldAtFault(String field, String words, String text) {
        InvalidResource refused =
                assertThrows(InvalidResource.class, () -> EndpointSpec.decode(json(text)));
        assertEquals(field, refused.path(), refused.getMessage());
        assertTrue(refused.getMessage().contains(words == null ? "" : words), refused.getMessage());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'kind':'cgroup'}",
                "{'kind':'cgroup','unit':'a.service','cgroup':'a'}",
                "{'kind':'cgroup','unit':'a'}",
                "{'kind':'cgroup','unit':'a.timer'}",
                "{'kind':'cgroup','unit':'a/b.service'}",
                "{'kind':'cgroup','unit':'a b.service'}",
                "{'kind':'cgroup','cgroup':''}",
                "{'kind':'cgroup','cgroup':'/'}",
                "{'kind':'cgroup','cgroup':'/sys/fs/cgroup/'}",
                "{'kind':'cgroup','cgroup':'/etc'}",
                "{'kind':'cgroup','cgroup':'a/../b'}",
                "{'kind':'cgroup','cgroup':'a b'}",
                "{'kind':'cgroup','unit':'a.service','device':'tap0'}",
                "{'kind':'cgroup','unit':'a.service','netns':'n'}",
                "{'kind':'cgroup','unit':'a.service','addresses':['10.0.0.1']}",
                "{'kind':'cgroup','unit':'a.service','mtu':1400}",
                "{'netns':'n','unit':'a.service'}",
                "{'kind':'host','cgroup':'a'}"
            })
    void refusesWhatIsNoCgroup(String text) {
        assertThrows(InvalidResource.class, () -> EndpointSpec.decode(json(text)));
    }

    @Test
    void readsUnitsAndCgroups() {
        EndpointSpec unit = EndpointSpec.decode(json("{'kind':'cgroup','unit':'web@1.service'}"));
        assertEquals(EndpointForm.CGROUP, unit.form());
        assertEquals("web@1.service", unit.unit().orElseThrow());
        EndpointSpec path =
                EndpointSpec.decode(json("{'kind':'cgroup','cgroup':'/sys/fs/cgroup/a/b'}"));
        assertEquals("a/b", path.cgroup().orElseThrow());
    }

    @Test
    void takesSeveralAddressesOfAFamily() {
        EndpointSpec spec =
                EndpointSpec.decode(
                        json(
                                "{'kind':'device','device':'tap0','mac':'02:00:00:00:00:01',"
                                        + "'addresses':['10.0.0.5','10.0.0.6','fd00::5','fd00::6']}"));
        assertEquals(4, spec.addresses().size());
    }
}
