using System.Text.Json;
using FunctionsAgent.Conversations;

namespace FunctionsAgent.Pipeline;

/// <summary>What a script's linked variables find (<c>source: @MessagingSession.Id</c>), by the names of Agentforce.</summary>
internal static class ChannelContext
{
    public static JsonElement Of(Work work)
    {
        var caller = work.State.Caller ?? Caller.Nobody;
        var session = work.Head.Channel == "voice" ? "VoiceCall" : "MessagingSession";
        var context = new Dictionary<string, string> { [$"{session}.Id"] = work.Partition, ["MessagingSession.ChannelType"] = work.Head.Channel, ["caller.assurance"] = caller.Assurance };
        // Whoever is not known to the channel has no id: a stated one would be taken for it.
        if (caller.Id is { } id) (context["MessagingSession.MessagingEndUserId"], context["caller.id"]) = (id, id);
        return JsonSerializer.SerializeToElement(context);
    }
}
