namespace AgentScript.Tests.Running;

public sealed class Section_13_3_Prompt_assembly
{
    private const string Script = """
        system:
            instructions: "The file's."STRIP
        config:
            developer_name: "Desk"
            company: "Lamps Inc."
            role: "a lamp expert"
        variables:
            id: mutable string = "R-7"
        connection messaging:
            additional_system_instructions: "Short messages."
            reasoning:
                instructions: "No tables."
        start_agent desk:
            label: "Secret label"
            description: "Desk"NODE
            actions:
                find:
                    description: "Finds"
                    inputs:
                        q: string
                    outputs:
                        title: string
                        record: string
                            filter_from_agent: True
                        score: number
                            is_used_by_planner: False
                    target: "api://find"
            reasoning:
                instructions: ->
                    | Call {!@actions.search} or {!@actions.find}.
                actions:
                    search: @actions.find
                        with q=...
                        set @variables.id = @outputs.record
        """;

    private static string With(string node = "", string strip = "") => Script.Replace("NODE", node, StringComparison.Ordinal).Replace("STRIP", strip, StringComparison.Ordinal);

    [Fact]
    public void The_system_text_is_the_files_and_how_to_work_with_tools()
    {
        var talk = new Talk(With());
        talk.Says("hi");
        Assert.StartsWith("The file's.\n\nYour role: a lamp expert\nThe company: Lamps Inc.\n\nShort messages.\n\nUse the most specific tool", talk.Asked.Single().System, StringComparison.Ordinal);
    }

    [Fact]
    public void A_nodes_own_instructions_replace_the_files()
    {
        var talk = new Talk(With("\n    system:\n        instructions: \"The node's.\""));
        talk.Says("hi");
        Assert.StartsWith("The node's.", talk.Asked.Single().System, StringComparison.Ordinal);
        Assert.DoesNotContain("The file's.", talk.Asked.Single().System, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "\n    strip_salesforce_instructions: True")]
    [InlineData("\n    system:\n        strip_salesforce_instructions: True", "")]
    public void The_text_of_the_house_can_be_stripped(string node, string strip)
    {
        var talk = new Talk(With(node, strip));
        talk.Says("hi");
        Assert.EndsWith("Short messages.", talk.Asked.Single().System, StringComparison.Ordinal);
    }

    [Fact]
    public void The_second_text_is_the_resolved_instructions_and_what_the_surface_adds()
    {
        var talk = new Talk(With());
        talk.Says("hi");
        Assert.Equal("Call search or search.\n\nNo tables.", talk.Asked.Single().Instructions);
    }

    [Fact]
    public void Another_surface_adds_nothing()
    {
        var talk = new Talk(With(), "email");
        talk.Says("hi");
        Assert.Equal("Call search or search.", talk.Asked.Single().Instructions);
        Assert.DoesNotContain("Short messages.", talk.Asked.Single().System, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_filtered_from_the_agent_reaches_the_script_and_not_the_model()
    {
        var talk = new Talk(With()).Tool("api://find", new { title = "Lamp", record = "R-1", score = 5, undeclared = "x" }).Model(Talk.Calls(("search", new { q = "lamp" })), Talk.Text("Found."));
        talk.Says("hi");
        Assert.Equal("{\"title\":\"Lamp\"}", talk.Asked.Last().Exchanges.Single().Results.Single());
        Assert.Equal("R-1", talk.Variable("id"));
    }

    [Fact]
    public void What_an_action_gave_is_remembered_in_later_turns()
    {
        var talk = new Talk(With()).Tool("api://find", new { title = "Lamp" }).Model(Talk.Calls(("search", new { q = "lamp" })), Talk.Text("Found."), Talk.Text("Still."));
        talk.Says("hi");
        talk.Says("and?");
        Assert.Equal("{\"title\":\"Lamp\"}", talk.Asked.Last().Exchanges.Single().Results.Single());
    }

    [Fact]
    public void A_label_is_not_sent()
    {
        var talk = new Talk(With());
        talk.Says("hi");
        var asked = System.Text.Json.JsonSerializer.Serialize<Effect>(talk.Asked.Single());
        Assert.DoesNotContain("Secret label", asked, StringComparison.Ordinal);
    }
}
