using System.Text.Json;

namespace AgentScript.Tests.Running;

public sealed class Section_6_3_and_6_4_Variables
{
    private static string Printed(string expression, string channel = "chat", object? context = null, JsonElement? customer = null)
    {
        var talk = new Talk($$"""
            variables:
                id: linked string
                    source: @MessagingSession.Id
                kind: linked string
                    source: @messagingSession.ChannelType
                odd: linked string
                    source: @Anything.At_All
                state: linked string
                    source: @Customer.State
                dates: mutable list[number] = [1, 2]
                day: mutable date = 2026-12-24
                circular: mutable string = @variables.circular
                index: mutable string = @knowledge.rag
            knowledge:
                rag: "travel"
                self: @knowledge.self
            connection messaging:
                inputs:
                    greeting: string = "Hey"
            start_agent d:
                description: "D"
                reasoning:
                    instructions: ->
                        set @variables.id = "written"
                        | [{!{{expression}}}]
            """, channel, context);
        talk.Frame = talk.Frame with { Linked = talk.Frame.Linked with { Customer = customer } };
        talk.Says("my words");
        return talk.Asked.Single().Instructions;
    }

    [Theory]
    [InlineData("@variables.id", "[S-1]")]
    [InlineData("@variables.odd", "[x]")]
    [InlineData("@anything.AT_ALL", "[x]")]
    [InlineData("@variables.kind", "[chat]")]
    [InlineData("@system_variables.user_input", "[my words]")]
    [InlineData("@system_variables.current_modality", "[text]")]
    [InlineData("@system_variables.current_connection", "[messaging]")]
    [InlineData("@system_variables.last_reply.interrupted", "[False]")]
    [InlineData("@system_variables.unheard_of", "[]")]
    [InlineData("@knowledge.rag", "[travel]")]
    [InlineData("@knowledge.self", "[]")]
    [InlineData("@inputs.greeting", "[Hey]")]
    [InlineData("@variables.dates", "[[1,2]]")]
    [InlineData("@variables.day", "[2026-12-24]")]
    [InlineData("@variables.circular", "[]")]
    [InlineData("@variables.index", "[travel]")]
    [InlineData("@variables.unknown", "[]")]
    [InlineData("@outputs.outside", "[]")]
    [InlineData("@variables.state", "[TX]")]
    public void A_reference_means(string expression, string expected) => Assert.Equal(
        expected, Printed(expression, context: new Dictionary<string, string> { ["MessagingSession.Id"] = "S-1", ["anything.at_all"] = "x" }, customer: JsonSerializer.SerializeToElement(new { state = "TX" })));

    [Fact]
    public void A_linked_variable_without_a_context_is_None_and_is_never_written() => Assert.Equal("[]", Printed("@variables.id"));

    [Fact]
    public void On_the_phone_the_modality_is_voice() => Assert.Equal("[voice]", Printed("@system_variables.current_modality", "voice"));
}
