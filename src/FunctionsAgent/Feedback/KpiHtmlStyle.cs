namespace FunctionsAgent.Feedback;

/// <summary>The page's own style and its few lines of script. Colours are those of Okabe and Ito, which people of any colour vision tell apart.</summary>
internal static class KpiHtmlStyle
{
    public const string Css = """
        :root{color-scheme:light dark;--paper:#fff;--ink:#1c1f23;--soft:#5b6470;--grid:#d9dee4;--card:#f5f7f9;--blue:#0072b2;--band:#0072b240;--orange:#e69f00;--green:#009e73;--red:#d55e00;--sky:#56b4e9;--grey:#9aa3ad;--on:#000}
        @media(prefers-color-scheme:dark){:root{--paper:#14171a;--ink:#e8ebee;--soft:#a4adb8;--grid:#343b43;--card:#1e2328;--blue:#56b4e9;--band:#56b4e940;--green:#2bc495;--red:#f0803c;--sky:#8ccbf2;--grey:#78828d}}
        *{box-sizing:border-box}
        body{margin:0 auto;padding:1.5rem;max-width:68rem;background:var(--paper);color:var(--ink);font:16px/1.5 system-ui,sans-serif}
        h1{font-size:1.6rem;margin:0}h2{font-size:1.15rem;margin:0 0 .25rem}p{margin:.25rem 0}
        header p,.soft{color:var(--soft)}
        .cards{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(17rem,100%),1fr));gap:1rem;margin:1rem 0}
        .card,section{background:var(--card);border-radius:.6rem;padding:1rem}
        section{margin:1rem 0;break-inside:avoid;overflow-x:auto}
        .big{font-size:2rem;font-weight:650;line-height:1.2}
        .state{display:inline-block;border:2px solid currentColor;border-radius:1rem;padding:0 .6rem;font-weight:650}
        .reached{color:var(--green)}.missed{color:var(--red)}
        figure{margin:.5rem 0;overflow-x:auto}svg{width:100%;min-width:24rem;height:auto;font:12px system-ui,sans-serif}
        svg text{fill:var(--ink)}svg .tick{fill:var(--soft);font-size:11px}svg .on{fill:var(--on);font-size:11px;paint-order:stroke;stroke:#ffffffb0;stroke-width:3px}
        .grid{stroke:var(--grid)}.target{stroke:var(--red);stroke-width:2;stroke-dasharray:6 4}.band{fill:var(--band)}.curve{fill:none;stroke:var(--blue);stroke-width:2}
        .whisker{stroke:var(--blue);stroke-width:1.5}.dot{fill:var(--blue)}circle.missed{fill:var(--paper);stroke:var(--red);stroke-width:3}.column{fill:var(--blue)}
        .hatched{fill:url(#hatch)}.hatch{stroke:var(--grey);stroke-width:1.5}.mark{stroke:var(--on);stroke-width:1.2;opacity:.55}.spot{fill:var(--on);opacity:.55}
        .confirmed,.c{fill:var(--green)}.assumed{fill:url(#assumed)}.s{fill:var(--sky)}.escalated{fill:url(#escalated)}.o{fill:var(--orange)}.abandoned{fill:url(#abandoned)}.r{fill:var(--red)}.unknown{fill:url(#unknown)}.g{fill:var(--grey)}
        .defs{position:absolute;width:0;height:0;min-width:0}
        p,li{overflow-wrap:anywhere}table{border-collapse:collapse;margin:.5rem 0;font-variant-numeric:tabular-nums}caption{text-align:left;white-space:normal;color:var(--soft)}
        th,td{padding:.15rem .7rem .15rem 0;white-space:nowrap;text-align:right;border-bottom:1px solid var(--grid);font-weight:400}th[scope=row],th:first-child{text-align:left}thead th{font-weight:650}
        details{overflow-x:auto}summary{cursor:pointer;color:var(--soft)}
        .alert{border-left:4px solid var(--red);padding-left:.6rem}.note{border-left:4px solid var(--grey);padding-left:.6rem}
        @media print{body{max-width:none;padding:0;font-size:11px}section,.card{background:none;border:1px solid #bbb}summary{display:none}}
        """;

    /// <summary>On paper nothing can be unfolded.</summary>
    public const string Script = "addEventListener('beforeprint',function(){document.querySelectorAll('details').forEach(function(d){d.open=true})});";

    /// <summary>Patterns, so that nothing is told by colour alone.</summary>
    public const string Patterns = """
        <svg class="defs" aria-hidden="true"><defs>
        <pattern id="hatch" width="8" height="8" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><line class="hatch" x1="0" y1="0" x2="0" y2="8"/></pattern>
        <pattern id="assumed" width="10" height="10" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><rect class="s" width="10" height="10"/><line class="mark" x1="0" y1="0" x2="0" y2="10"/></pattern>
        <pattern id="escalated" width="8" height="8" patternUnits="userSpaceOnUse"><rect class="o" width="8" height="8"/><circle class="spot" cx="4" cy="4" r="1.2"/></pattern>
        <pattern id="abandoned" width="8" height="8" patternUnits="userSpaceOnUse"><rect class="r" width="8" height="8"/><line class="mark" x1="0" y1="4" x2="8" y2="4"/></pattern>
        <pattern id="unknown" width="10" height="10" patternUnits="userSpaceOnUse" patternTransform="rotate(-45)"><rect class="g" width="10" height="10"/><line class="mark" x1="0" y1="0" x2="0" y2="10"/><line class="mark" x1="0" y1="0" x2="10" y2="0"/></pattern>
        </defs></svg>
        """;
}
