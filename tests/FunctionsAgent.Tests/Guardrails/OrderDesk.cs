using FunctionsAgent.Agents;
using FunctionsAgent.Tests.Doors;
using FunctionsAgent.Tests.Drivers;

namespace FunctionsAgent.Tests.Guardrails;

/// <summary>
/// An agent with the orders of two customers behind it, an obedient model and a lenient shop. Customers write by signed webhooks, whose sender
/// vouches for who they are. Protection can be switched off, which shows that an attack would work.
/// </summary>
internal sealed class OrderDesk : IAsyncDisposable
{
    private readonly ScriptPackage package;
    private int sent;

    private OrderDesk(ScriptPackage package, LenientShop shop, ModelStandIn model, AgentHost host) => (this.package, Shop, Model, Host) = (package, shop, model, host);

    public LenientShop Shop { get; }

    public ModelStandIn Model { get; }

    public AgentHost Host { get; }

    /// <param name="rows">The caller's own rows alone; false: who is asked for is what the model says.</param>
    /// <param name="project">Fields of the answer that are kept.</param>
    /// <param name="require">What the tool asks of its caller.</param>
    /// <param name="method">Of the shop's interface.</param>
    public static async Task<OrderDesk> StartAsync(bool rows = true, string project = "found: $.found", string require = "", string method = "POST", string policies = "[]", string? script = null, IEnumerable<KeyValuePair<string, string?>>? more = null, params (string Name, string Text)[] articles)
    {
        var package = new ScriptPackage(script ?? Script, policies: policies);
        // What is tried here has to hold without any guard that looks at words.
        var manifest = File.ReadAllText(Path.Combine(package.Path, ScriptPackage.Agent, "agent.yaml"));
        package.Write("agent.yaml", $"{manifest}\nguards: [{string.Join(", ", GuardReader.Names.Select(name => $"{{ name: {name}, mode: off }}"))}]\n");
        var query = method == "GET" ? rows ? "?order_id={order_id}" : "?order_id={order_id}&customer_id={customer_id}" : "";
        package.Write("tools/get_orders.yaml", $$"""
            target: "api://get_orders"
            description: Lists orders.
            effect: read
            http: { method: {{method}}, url: "${Shop}/orders{{query}}", timeout: 5s }
            input: { type: object, properties: { order_id: { type: string }, filter: { type: object }{{(rows ? "" : ", customer_id: { type: string }")}} } }
            output: { type: object }
            project: { {{project}} }
            classes: { found: personal }
            {{(rows ? "rows: { customer_id: \"@caller.id\" }" : "")}}
            {{(require.Length > 0 ? $"require: {require}" : "")}}
            """);
        foreach (var (name, text) in articles) package.Write($"knowledge/{name}.md", text);
        Directory.CreateDirectory(package.Data);
        var (shop, model) = (await LenientShop.StartAsync(), await ModelStandIn.StartAsync());
        model.Answers = GullibleModel.Answer;
        var settings = Wire.Settings();
        foreach (var (name, value) in model.Settings("main", "openai")) settings[name] = value;
        foreach (var (name, value) in more ?? []) settings[name] = value;
        (settings["Agents__Path"], settings["Shop"]) = (package.Path, shop.Url);
        settings.Remove("Public__BaseUrl");
        return new(package, shop, model, await AgentHost.StartAsync(package.Data, settings));
    }

    /// <summary>A turn of somebody, in a conversation: the events that are new in its log, and what the model was sent for it.</summary>
    public async Task<DeskTurn> SayAsync(string from, string text, string conversation = "c1", object? customer = null)
    {
        var (number, prompts) = (++sent, Model.Requests.Count);
        var thread = await (await Host.SendAsync(Wire.Webhook(new { conversation, from, text, customer }, id: $"msg_{number}"))).ConversationAsync();
        var turns = turnsOf[thread] = turnsOf.GetValueOrDefault(thread) + 1;
        var log = await Host.LogWhenAsync(thread, events => events.Count(e => e.Type is "TurnEnded" or "HandoffOpened") >= turns);
        return new([.. log.SkipWhile(e => e.Type != "MessageReceived" || e.Said("text") != text)], [.. Model.Requests.Skip(prompts).Select(request => request.Text)]);
    }

    private readonly Dictionary<string, int> turnsOf = [];

    public async ValueTask DisposeAsync()
    {
        await Host.DisposeAsync();
        await Model.DisposeAsync();
        await Shop.DisposeAsync();
        package.Dispose();
    }

    private const string Script = """
        variables:
            found: mutable string
                description: "What was found last"
        start_agent desk:
            description: "Answers about orders"
            actions:
                get_orders:
                    description: "Lists orders"
                    inputs:
                        order_id: string
                            description: "Number of an order"
                            is_required: False
                        customer_id: string
                            description: "Whose"
                            is_required: False
                        customerId: string
                            description: "Whose"
                            is_required: False
                        Customer_ID: string
                            description: "Whose"
                            is_required: False
                        filter: object
                            schema: "filter"
                            description: "Which"
                            is_required: False
                    outputs:
                        found: string
                            description: "What was found"
                        internal_note: string
                            description: "A note"
                    target: "api://get_orders"
            reasoning:
                instructions: ->
                    | Help with orders.
                actions:
                    get_orders: @actions.get_orders
                        with order_id=...
                        with customer_id=...
                        with customerId=...
                        with Customer_ID=...
                        with filter=...
                        set @variables.found = @outputs.found
        """;
}

/// <param name="Prompts">Bodies of the requests to the model.</param>
internal sealed record DeskTurn(IReadOnlyList<LoggedEvent> Log, IReadOnlyList<string> Prompts)
{
    /// <summary>Everything anybody could read of the turn: prompts, log, reply.</summary>
    public string Everything => string.Join('\n', Prompts) + string.Join('\n', Log.Select(e => e.Json.GetRawText()));

    public string Reply => string.Join('\n', Log.Where(e => e.Type == "ReplySent").Select(e => e.Said("text")));
}
