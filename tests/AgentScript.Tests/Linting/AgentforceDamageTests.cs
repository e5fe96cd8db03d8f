using AgentScript.Tests.Syntax;

namespace AgentScript.Tests.Linting;

/// <summary>Half-written scripts: the linter reads what an editor shows at any moment.</summary>
public sealed class AgentforceDamageTests
{
    private const string Whole = """
        system:
            instructions: | NEVER lie to {!@variables.user}.
            messages:
                welcome: | Hello {!@variables.name}
                error: "Sorry"
            recommended_prompts:
                starter_prompts: ["a"]
        config:
            developer_name: "Desk"
            agent_type: "AgentforceServiceAgent"
            exit_hooks: agentforce
            additional_parameter__disable_graph_runtime: True
        access:
            default_agent_user: None
        language:
            adaptive: True
            additional_locales: "de, fr"
        variables:
            user: linked string
                source: @MessagingSession.Id
            name: mutable string = "x"
            ids: mutable list[number] = [1, 2]
            order: mutable string
        connection messaging:
            outbound_route_type: "OmniChannelFlow"
            inputs:
                a: list[string] = ["x"]
                    label: "A"
            reasoning:
                response_actions:
                    show: @response_formats.box
            response_formats:
                box:
                    target: "system://Box"
                    inputs:
                        card:
                            type: object
                            schema: "messaging_component://Card"
                            fields:
                                b: string
        modality voice:
            voice_id: "v"
            languages:
                de:
                    is_default: True
        connected_subagent visa:
            target: "agent://Visa"
            inputs:
                country: string = @variables.name
        start_agent main:
            description: "You MUST use this"
            model_config:
                model: "model://sfdc_ai__DefaultEinsteinHyperClassifier"
            actions:
                find:
                    target: "flow://Find"
                    inputs:
                        number: string
                            is_required: True
                        box: object
                    outputs:
                        ok: boolean
            before_reasoning:
                transition to @subagent.other
            reasoning:
                instructions: ->
                    | Ask for the name, NEVER for {@variables.user} or {!@connected_subagent.visa}.
                    if @variables.name == "x":
                        | Use {!@actions.call}.
                    else if len(@variables.ids) > 2:
                        run @actions.find
                            with number=...
                            set @variables.name = @outputs.ok
                actions:
                    call: @actions.find
                        with number=@variables.name + "x", colour="red"
                        set @variables.name = @outputs.missing
                        available when @variables.name
                    keep: @utils.setVariables
                        with nobody=...
                    ask: @connected_subagent.visa
                    go: @utils.transition to @subagent.other
        subagent other:
            intent:
                examples:
                    - "Where is it?"
                words: ["it"]
                slots:
                    order: string
                        pattern: "([0-9]+"
            skills:
                one:
                    target: "skill://one"
            reply: ->
                collect @variables.order
                    message: "Which?"
                run @actions.none
                    on failure
                        transition to @start_agent.main
                run @utils.escalate
        """;

    [Fact]
    public void A_script_that_ends_anywhere_is_linted()
    {
        for (var length = 0; length <= Whole.Length; length++) Inside(Whole[..length]);
    }

    [Fact]
    public void A_script_that_lacks_any_line_or_any_character_is_linted()
    {
        var lines = Whole.Split('\n');
        for (var n = 0; n < lines.Length; n++) Inside(string.Join('\n', lines.Where((_, i) => i != n)));
        for (var at = 0; at < Whole.Length; at += 3) Inside(Whole.Remove(at, 1));
    }

    [Fact]
    public void Public_scripts_that_lack_a_line_are_linted()
    {
        foreach (var (_, text) in Corpus.Read("recipes", "fixtures", "broken"))
        {
            var lines = text.Split('\n');
            for (var n = 0; n < lines.Length; n += 41) Inside(string.Join('\n', lines.Where((_, i) => i != n)));
        }
    }

    [Fact]
    public void The_script_of_these_tests_is_said_much_about() => Assert.True(Linted.Of(Whole).Select(d => d.Code).Distinct().Count() > 30, string.Join(' ', Linted.Of(Whole).Select(d => d.Code).Distinct()));

    private static void Inside(string text)
    {
        foreach (var d in Linted.Of(text))
        {
            if (d.Start < 0 || d.Start > d.End || d.End > text.Length || d.Message.Length <= 10) Assert.Fail($"{d.Code} {d.Start}..{d.End} of {text.Length}");
        }
    }
}
