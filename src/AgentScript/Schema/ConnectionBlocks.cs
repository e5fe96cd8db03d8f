using static AgentScript.Schema.Fields;

namespace AgentScript.Schema;

/// <summary><c>connection NAME</c>: one surface of an agentforce agent.</summary>
internal static class ConnectionBlocks
{
    /// <summary>Declarations in the manner of JSON Schema, which may nest and say more than is known here.</summary>
    private static Field FormatInputs { get; } = new("inputs", FieldKind.TypedMap)
    {
        TypeMayBeProperty = true,
        Block = new Block(
            Text("label"), Text("description"), Flag("is_required"), Text("complex_data_type_name"), Text("schema"),
            List("enum"), Number("min_length"), Number("max_length"), Number("minimum"), Number("maximum"), Number("min_items"), Number("max_items"))
        {
            Prefixed = Anything(""),
        },
    };

    private static Block ResponseFormat { get; } = new(Literal("label"), Text("description").Required(), Text("source"), Text("target"), FormatInputs);

    private static Block ResponseAction { get; } = new(Text("description"), Text("label"));

    public static Field Connection { get; } = Named("connection", new Block(
        Literal("label"),
        Text("description"),
        Text("source"),
        Text("escalation_message"),
        Text("outbound_route_type").With(new OneOf(["OmniChannelFlow"])),
        Text("outbound_route_name"),
        Flag("adaptive_response_allowed"),
        Text("additional_system_instructions"),
        TypedMap("inputs", Text("label"), Text("description"), Flag("is_required"), Flag("is_user_input"), Flag("is_displayable"), Flag("is_used_by_planner")),
        Sub("reasoning", Text("instructions"), new Field("response_actions", FieldKind.References) { Block = ResponseAction }),
        Collection("response_formats", ResponseFormat)));
}
