namespace FunctionsAgent.Reasoning;

/// <summary>A peer's refusal on its way out of a chat client whose interface has no other way for it. <see cref="IModelClient"/> never throws it.</summary>
internal sealed class ModelRefusedException(ModelReply reply) : Exception($"{reply.Failure} {reply.Status} {reply.Code}")
{
    public ModelReply Reply => reply;
}
