using AgentScript;
using FunctionsAgent.Agents;
using FunctionsAgent.Tools;
using Microsoft.Extensions.DependencyInjection;

namespace FunctionsAgent.Tests.Drivers;

/// <summary>A flow written in the test, and packages around it.</summary>
internal sealed class ScriptedFlow(Func<Frame, Result?, Step> next, string name = "scripted") : IFlow
{
    public string Name => name;

    public Step Next(Frame frame, Result? result) => next(frame, result);

    /// <summary>Answers every message with the same effect.</summary>
    public static ScriptedFlow Always(Func<Effect> effect, string name = "scripted") =>
        new((frame, _) => new Step(frame with { Intent = "scripted" }, effect()), name);

    /// <summary>The sample agent with another flow. Made new, as a copy would keep the version of its original.</summary>
    public static Package Package(IFlow? flow = null, int revision = 1, params ToolSpec[] tools)
    {
        var like = Samples.RetailSupport;
        return new Package(like.Name, revision, like.Kpi, like.Scope, like.Zone, flow ?? like.Flow, like.Policies, like.Guards, tools.Length > 0 ? [.. tools] : like.Tools, like.Texts);
    }

    public static Action<IServiceCollection> Serve(params Package[] packages) => services => services.AddSingleton(new Packages(packages));
}
