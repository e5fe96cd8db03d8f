using FunctionsAgent.Agents;
using FunctionsAgent.Tools;

namespace FunctionsAgent.Tests.Agents.Packaging;

/// <summary>Every rule has a file that breaks it: the reader finds it at its place, and the editor's schema where it can.</summary>
public sealed class BadFileTests
{
    public static TheoryData<BadFile> Agents() => new()
    {
        new("name: shop\n", "", "1:1", "lacks the key 'name'"),
        new("name: shop", "name: Shop", "1:7", "a name"),
        new("name: shop", "name: 12", "1:7", "a name"),
        new("name: shop", "nam: shop", "1:1", "Did you mean 'name'?"),
        new("  metric: containment\n", "", "3:3", "lacks the key 'metric'"),
        new("  baseline: 0.1\n", "", "3:3", "lacks the key 'baseline'"),
        new("  target: 0.5\n", "", "3:3", "lacks the key 'target'"),
        new("  window: 7d\n", "", "3:3", "lacks the key 'window'"),
        new("  owner: lead@shop.example\n", "", "3:3", "lacks the key 'owner'"),
        new("  outcome: fewer contacts\n", "", "3:3", "lacks the key 'outcome'"),
        new("metric: containment", "metric: contaiment", "3:11", "Did you mean 'containment'?"),
        new("baseline: 0.1", "baseline: 1.5", "4:13", "a share from 0 to 1"),
        new("baseline: 0.1", "baseline: \"0.1\"", "4:13", "a share from 0 to 1"),
        new("target: 0.5", "target: -1", "5:11", "a share from 0 to 1"),
        new("window: 7d", "window: 7", "6:11", "hours or days"),
        new("window: 7d", "window: a week", "6:11", "hours or days"),
        new("owner: lead@shop.example", "owner: ${Nobody}", "7:10", "The setting 'Nobody' is not set", Schema: false),
        new("owner: lead@shop.example", "owner: ${", "7:10", "needs a setting's name", Schema: false),
        new("owner: lead@shop.example", "owner: \"\"", "7:10", "is empty"),
        new("owner: lead@shop.example", "owner:", "7:9", "not nothing"),
        new("owner: lead@shop.example", "owner: [a]", "7:10", "not a list"),
        new("  does: [order status]\n", "", "10:3", "lacks the key 'does'"),
        new("  doesNot: [legal]\n", "", "10:3", "lacks the key 'doesNot'"),
        new("  handsTo: inbox\n", "", "10:3", "lacks the key 'handsTo'"),
        new("does: [order status]", "does: order status", "10:9", "is a list"),
        new("does: [order status]", "does: []", "10:9", "is empty"),
        new("does: [order status]", "does: [1]", "10:10", "Quotation marks"),
        new("doesNot: [legal]", "doesnot: [legal]", "11:3", "Did you mean 'doesNot'?"),
        new("script: shop.agent\n", "", "1:1", "exactly one"),
        new("script: shop.agent", "script: shop.agent\nflow: in-code", "14:1", "exactly one"),
        new("script: shop.agent", "script: shopp.agent", "13:9", "Did you mean 'shop.agent'?", Schema: false),
        new("script: shop.agent", "flow: nothing", "13:7", "in-code", Schema: false),
        new("zone: Europe/Berlin", "zone: Europe/Berlinn", "14:7", "IANA", Schema: false),
        new("zone: Europe/Berlin", "zone: ../../etc/passwd", "14:7", "IANA", Schema: false),
        new("zone: Europe/Berlin", "zone: Pacific Standard Time", "14:7", "IANA", Schema: false),
        new("\"https://shop.example\"", "\"https://shop.example/page\"", "15:31", "without a path", Schema: false),
        new("help@shop.example", "help", "15:76", "e-mail address", Schema: false),
        new("chat: {", "chats: {", "15:13", "Did you mean 'chat'?"),
        new("origins: [", "origin: [", "15:21", "Did you mean 'origins'?"),
        new("skills: [order_status]", "skills: [order status]", "16:10", "the name of an intent"),
        new("skills: [order_status]", "skills: [a, a]", "16:13", "a second time"),
        new("  - name: no-hawaii\n    version: 1", "  - version: 1", "18:5", "lacks the key 'name'"),
        new("    version: 1\n", "", "18:5", "lacks the key 'version'"),
        new("    at: message\n", "", "18:5", "lacks the key 'at'"),
        new("    when: '@customer.state == \"HI\"'\n", "", "18:5", "lacks the key 'when'"),
        new("    do: answer\n", "", "18:5", "lacks the key 'do'"),
        new("    text: Not there yet.\n", "", "18:5", "lacks the key 'text'"),
        new("version: 1", "version: true", "19:14", "a number or a text"),
        new("at: message", "at: mesage", "20:9", "Did you mean 'message'?"),
        new("at: message", "at: tool:get_ordr", "20:9", "Did you mean 'get_order'?", Schema: false),
        new("when: '@customer.state == \"HI\"'", "when: '@customer WRONG'", "21:22", "an operator is expected", Schema: false),
        new("when: '@customer.state == \"HI\"'", "when: >\n      @customer\n      WRONG", "21:11", "an operator is expected", Schema: false),
        new("when: '@customer.state == \"HI\"'", "when: true", "21:11", "is text"),
        new("when: '@customer.state == \"HI\"'", "when: @customer.state", "21:11", "needs quotation marks", Schema: false),
        new("do: answer", "do: reply", "22:9", "answer, ask, require"),
        new("do: answer", "do: confirm", "22:5", "at: tool:NAME"),
        new("do: answer", "do: require", "18:5", "lacks the key 'require'"),
        new("do: answer", "do: answer\n    require: { assurance: verified }", "23:5", "belongs to 'do: require'"),
        new("do: answer", "do: require\n    require: { assurance: none }", "23:27", "stated, channel, verified"),
        new("do: answer", "do: answer\n    unknown: maybe", "23:14", "skip, match, ask"),
        new("mode: on", "mode: watch", "24:30", "on, shadow, off"),
        new("mode: on", "mode: yes", "24:30", "on, shadow, off"),
        new("name: size", "name: sise", "24:18", "Did you mean 'size'?"),
        new("maxCharacters: 500", "maxCharacters: 0.5", "24:49", "a whole number"),
        new("name: size, mode: on, maxCharacters", "name: secrets, mode: on, maxCharacters", "24:37", "has no key 'maxCharacters'"),
        new("{ name: size, mode: on, maxCharacters: 500 }", "{ name: size, mode: on }, { name: size, mode: on }", "24:36", "a second time", Schema: false),
        new("models: {}", "models: { default: gpt }", "25:11", "models has no key 'default'"),
        new("models: {}", "models: { use: main }", "25:16", "models.use is a list"),
        new("models: {}", "models: { deadline: 6m }", "25:21", "at most 5m", Schema: false),
        new("models: {}", "models: { tokens: { turn: 0 } }", "25:27", "a whole number from 1 to 1000000"),
        new("models: {}", "models: { cost: { day: -1 } }", "25:24", "an amount above 0"),
        new("models: {}", "masking: { entites: [email] }", "25:12", "Did you mean 'entities'?"),
        new("models: {}", "masking: { entities: [emial] }", "25:23", "Did you mean 'email'?"),
        new("models: {}", "masking: { entities: [email, email] }", "25:30", "a second time"),
        new("models: {}", "masking: { fields: [order.id] }", "25:21", "customer.NAME or variables.NAME"),
        new("models: {}", "masking: { custom: [{ name: member }] }", "25:21", "lacks the key 'pattern'"),
        new("models: {}", "masking: { custom: [{ name: email, pattern: M }] }", "25:29", "a name of its own", Schema: false),
        new("models: {}", "masking: { custom: [{ name: member, pattern: '(?<=M)[0-9]{6}' }] }", "25:46", "linear time", Schema: false),
        new("models: {}", "masking: { custom: [{ name: member, pattern: '[0-9' }] }", "25:46", "no regular expression", Schema: false),
        new("models: {}", "models: []", "25:9", "models is a mapping"),
        new("schedules: []", "schedules: [{ at: noon }]", "26:12", "must be empty"),
        new("wait: 10m", "wait: 10", "27:31", "a duration"),
        new("wait: 10m", "wait: 0m", "27:31", "a duration"),
        new("wait: 10m", "wait: 400d", "27:31", "a duration", Schema: false),
        new("wait: 10m, ", "", "27:25", "needs 'wait'"),
        new("desk: inbox, ", "", "27:10", "lacks the key 'desk'"),
        new("otherwise: email", "otherwise: fax", "27:47", "chat, api"),
        new("greeting: Hello from the shop", "greting: Hello", "28:10", "Did you mean 'greeting'?"),
        new("greeting: Hello from the shop", "greeting: true", "28:20", "is text"),
        new("name: shop", "name: shop\nname: two", "2:1", "a second time; the first is in line 1", Schema: false),
        new("name: shop", "name: &anchor shop", "1:7", "An anchor", Schema: false),
        new("name: shop", "name: !!str shop", "1:7", "A tag", Schema: false),
        new("name: shop", "name: *alias", "1:7", "An alias", Schema: false),
        new("  window: 7d", "\twindow: 7d", "6:1", "A tab", Schema: false),
        new("models: {}", "models: {}\n---\nname: two", "26:1", "A second document", Schema: false),
        new("models: {}", "models: {", "25:9", "This is not YAML", Schema: false),
    };

    public static TheoryData<BadFile> Tools() => new()
    {
        new("target: [api://get_order, flow://Get_Order]\n", "", "1:1", "lacks the key 'target'"),
        new("target: [api://get_order, flow://Get_Order]", "target: []", "1:9", "empty list"),
        new("target: [api://get_order, flow://Get_Order]", "target: get_order", "1:9", "scheme://name"),
        new("flow://Get_Order]", "api://get_order]", "1:27", "a second time"),
        new("description: Looks up one order.\n", "", "1:1", "lacks the key 'description'"),
        new("effect: read\n", "", "1:1", "lacks the key 'effect'"),
        new("effect: read", "effect: reads", "3:9", "Did you mean 'read'?"),
        new("idempotent: true", "idempotent: yes", "4:13", "true or false"),
        new("idempotent: true", "idempotent: \"true\"", "4:13", "true or false"),
        new("reconcile: { method: GET", "reconcile: { method: POST", "5:22", "GET"),
        new("http: { method: GET", "http: { method: get", "6:17", "Did you mean 'GET'?"),
        new("http: { method: GET, ", "http: { ", "6:7", "lacks the key 'method'"),
        new("url: \"${Shop}/orders/{order_id}?for={customer_id}\"", "url: orders", "6:27", "http(s) URL"),
        new("{order_id}?", "{orderid}?", "6:27", "Did you mean 'order_id'?", Schema: false),
        new("{order_id}?", "{order_id?", "6:27", "argument", Schema: false),
        new("timeout: 2s", "timeout: 2", "6:83", "a duration"),
        new("retries: 2", "retries: 11", "6:96", "from 0 to 10"),
        new("retries: 2", "body: x", "6:87", "not needed"),
        new("retries: 2", "retry: 2", "6:87", "has no key 'retry'"),
        new("input:\n  type: object", "input:\n  type: objekt", "8:9", "Did you mean 'object'?"),
        new("input:\n  type: object", "input:\n  typ: object", "8:3", "would not be enforced"),
        new("{ type: string, pattern", "{ type: [string, nil], pattern", "11:32", "A type"),
        new("{ type: string, pattern", "{ type: string, const: W1, pattern", "11:31", "would not be enforced"),
        new("pattern: \"^W[0-9]+$\"", "pattern: \"^W[0-9\"", "11:40", "no regular expression", Schema: false),
        new("pattern: \"^W[0-9]+$\"", "minLength: -1", "11:42", "a whole number"),
        new("pattern: \"^W[0-9]+$\"", "maximum: .inf", "11:40", "finite"),
        new("pattern: \"^W[0-9]+$\"", "minimum: \"1\"", "11:40", "is a number"),
        new("pattern: \"^W[0-9]+$\"", "multipleOf: 0", "11:43", "over zero"),
        new("pattern: \"^W[0-9]+$\"", "enum: []", "11:37", "at least one value"),
        new("pattern: \"^W[0-9]+$\"", "anyOf: []", "11:38", "at least one schema"),
        new("pattern: \"^W[0-9]+$\"", "$ref: \"other.json\"", "11:37", "begins with '#'"),
        new("type: string, pattern: \"^W[0-9]+$\"", "$ref: \"#/$defs/none\"", "11:23", "leads nowhere", Schema: false),
        new("type: string, pattern: \"^W[0-9]+$\"", "$ref: \"#/properties/order_id\"", "11:23", "in a circle", Schema: false),
        new("type: string, pattern: \"^W[0-9]+$\"", "type: string, $ref: \"#\"", "11:17", "Beside $ref", Schema: false),
        new("required: [order_id]", "required: [order]", "9:14", "properties does not declare", Schema: false),
        new("required: [order_id]", "required: order_id", "9:13", "is a list"),
        new("output: { type: object }", "output: true", "13:9", "JSON Schema"),
        new("output: { type: object }", "output: { properties: [a] }", "13:23", "names to schemas"),
        new("output: { type: object }\n", "", "1:1", "lacks the key 'output'"),
        new("id: $.id", "id: id", "14:16", "begins with '$'"),
        new("id: $.id", "id: $..id", "14:16", "cannot be read at position 3", Schema: false),
        new("id: $.id", "id: 1", "14:16", "is text"),
        new("id: $.id", "id: { each: \"$.orders\", fields: { a: $.a } }", "14:24", "needs a wildcard"),
        new("id: $.id", "id: { each: \"$.orders[-2][*]\", fields: { a: $.a } }", "14:24", "only [-1] may", Schema: false),
        new("id: $.id", "id: { each: \"$.o[*].p[*]\", last: true, fields: { a: $.a } }", "14:24", "the only one and ends it", Schema: false),
        new("id: $.id", "id: { take: 201, each: \"$.o[*]\", fields: { a: $.a } }", "14:24", "from 1 to 200"),
        new("id: $.id", "id: { fields: {}, each: \"$.o[*]\" }", "14:26", "at least one"),
        new("id: $.id", "id: { each: \"$.o[*]\" }", "14:16", "lacks the key 'fields'"),
        new("id: $.id", "id: { takes: 3, each: \"$.o[*]\", fields: { a: $.a } }", "14:18", "Did you mean 'take'?"),
        new("id: $.id", "id_total: $.b, id: { each: \"$.o[*]\", fields: { a: $.a } }", "14:12", "another name is needed", Schema: false),
        new("tracking: personal", "trackng: personal", "15:12", "Did you mean 'tracking'?", Schema: false),
        new("tracking: personal", "tracking: private", "15:22", "public, internal"),
        new("assurance: channel", "assurance: chanel", "16:23", "Did you mean 'channel'?"),
        new("scopes: [orders]", "scopes: orders", "16:40", "is a list"),
        new("\"@caller.id\"", "\"@customer.id\"", "17:22", "is one of @caller.id"),
        new("rows: { customer_id", "rows: { order_id", "17:9", "set by the runtime alone", Schema: false),
        new("rows: { customer_id", "row: { customer_id", "17:1", "Did you mean 'rows'?"),
    };

    public static TheoryData<BadFile> Voices() => new()
    {
        new("guidelines: [Answer first.]", "guidelines: Answer first.", "1:13", "is a list"),
        new("guidelines: [Answer first.]", "guideline: [Answer first.]", "1:1", "Did you mean 'guidelines'?"),
        new("avoided: [unfortunately]", "avoided: [no]\navoided: [no]", "6:1", "a second time", Schema: false),
        new("avoided: [unfortunately]", "avoided: [1]", "5:11", "is text"),
        new("instead: in transit, ", "", "4:5", "lacks the key 'instead'"),
    };

    public static TheoryData<BadFile> Tests() => new()
    {
        new("- name: where is it\n  channel", "- channel", "1:3", "lacks the key 'name'"),
        new("channel: email", "channel: mail", "2:12", "Did you mean 'email'?"),
        new("age: 40", "age: 1e400", "3:31", "finite", Schema: false),
        new("customer: { state: WI, age: 40 }", "customer: WI", "3:13", "a mapping"),
        new("    get_order:\n", "    get_ordr:\n", "5:5", "Did you mean 'get_order'?", Schema: false),
        new("{ ok: { id: W1 } }", "{ ok: { idd: W1 } }", "6:17", "Did you mean 'id'?", Schema: false),
        new("{ ok: { id: W1 } }", "{ ok: W1 }", "6:15", "projected fields"),
        new("{ ok: { id: W1 } }", "{ ok: {}, failed: timeout }", "6:9", "is one of"),
        new("{ ok: { id: W1 } }", "{}", "6:9", "is one of"),
        new("failed: not_found", "failed: notfound", "7:19", "Did you mean 'not_found'?"),
        new("unknown: no answer", "unknown: 5", "8:20", "is text"),
        new("says: Where is W1?", "says: \"\"", "10:13", "is empty"),
        new("says: Where is W1?", "say: Where is W1?", "10:7", "Did you mean 'says'?"),
        new("reply: [shipped, W1]", "reply: []", "11:24", "is empty"),
        new("reply: [shipped, W1]", "replies: shipped", "11:17", "expect has no key 'replies'"),
        new("intent: order_status", "intent: order status", "11:59", "the name of an intent"),
        new("tools: [get_order]", "tools: [get_ordr]", "11:81", "Did you mean 'get_order'?", Schema: false),
        new("tools: [get_order]", "tools: get_order", "11:80", "is a list"),
        new("outcome: replied", "outcome: done", "11:102", "replied, handed-off, closed"),
        new("effect: reply", "effect: answer", "11:119", "reply, ask"),
        new("policy: no-hawaii", "policy: no-hawai", "13:25", "Did you mean 'no-hawaii'?", Schema: false),
        new("handoff: asked for", "handoff: 1", "13:45", "true or false"),
        new("expect: { handoff: false, intent: none }", "expect: {}", "14:28", "cannot fail"),
    };

    [Theory]
    [MemberData(nameof(Agents))]
    public void A_bad_agent_is_refused(BadFile bad) => Refused(bad, "agent.yaml", PackageBench.Agent, "agent.schema.json");

    [Theory]
    [MemberData(nameof(Tools))]
    public void A_bad_tool_is_refused(BadFile bad) => Refused(bad, "tools/get_order.yaml", PackageBench.Tool, "tool.schema.json");

    [Theory]
    [MemberData(nameof(Voices))]
    public void A_bad_voice_is_refused(BadFile bad) => Refused(bad, "voice.yaml", PackageBench.Voice, "voice.schema.json");

    [Theory]
    [MemberData(nameof(Tests))]
    public void A_bad_test_is_refused(BadFile bad) => Refused(bad, "tests/orders.yaml", PackageBench.Tests, "test.schema.json");

    private static void Refused(BadFile bad, string file, string good, string schema)
    {
        Assert.Contains(bad.From, good, StringComparison.Ordinal);
        var text = good.Replace(bad.From, bad.To, StringComparison.Ordinal);
        var found = PackageBench.Errors((file, text)).Where(error => error.File == file).Select(error => $"{error.Line}:{error.Column} {error.Message}").ToList();
        Assert.True(found.Any(error => error.StartsWith(bad.At + " ", StringComparison.Ordinal) && error.Contains(bad.Says, StringComparison.Ordinal)),
            $"Expected {bad.At} with '{bad.Says}', found:\n{string.Join('\n', found)}");
        if (YamlFile.Read(file, System.Text.Encoding.UTF8.GetBytes(text), new PackageErrors()) is not { } root) return;
        var refused = ToolSchema.Read(PackageSchemas.Text(schema)).Validate(YamlJson.Text(root)).Count > 0;
        Assert.Equal(bad.Schema, refused);
    }
}
